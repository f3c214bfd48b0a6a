/** The secret, and the account's page as a whole. */
import { theSecret } from '../at-the-door.ts'
import { addDevice } from '../passkey-owner.ts'
import { addPasskey, passkeys, pinPasskeys } from './passkeys.ts'
import { goInside, haveTotp } from './people.ts'
import { breakDown, expect, expectAnnouncement, hold, type Scene, type Stage } from './scene.ts'
import { expectSettings, goToSettings, setting, settingButton } from './settings.ts'

/** A page that shows two passkeys, of two devices, and an authenticator app. */
export async function goToFullAccount(stage: Stage) {
  const { page } = stage
  await pinPasskeys(page)
  await goToSettings(stage)
  const laptop = await addDevice(page)
  await addPasskey(page, 'Laptop')
  await laptop.remove()
  await addDevice(page, 'usb')
  await addPasskey(page, 'Key on my key ring')
  await haveTotp(stage)
  await page.reload()
  await expectSettings(page)
  await expect(passkeys(page)).toHaveCount(2)
}

export const insideScenes: readonly Scene[] = [
  {
    name: 'secret-loading',
    says: 'You are in',
    async open(stage) {
      await hold(stage.page, '/secret')
      await goInside(stage, '/secret')
      await expect(stage.page.locator('[aria-busy="true"]')).toBeVisible()
    },
  },
  {
    name: 'secret',
    says: theSecret,
    isReference: true,
    async open(stage) {
      await goInside(stage, '/secret')
      await expect(stage.page.getByText(theSecret)).toBeVisible()
    },
  },
  {
    name: 'secret-shut',
    says: 'Open the door',
    async open(stage) {
      await goInside(stage, '/secret')
      await expect(stage.page.getByText(theSecret)).toBeVisible()
      await stage.page.locator('main button').click()
      await expect(stage.page.getByText(theSecret)).toBeHidden()
    },
  },
  {
    name: 'secret-failed',
    says: 'Try again',
    async open(stage) {
      await breakDown(stage.page, '/secret')
      await goInside(stage, '/secret')
      await expectAnnouncement(stage.page)
    },
  },
  {
    name: 'account-loading',
    says: 'Your account',
    async open(stage) {
      await hold(stage.page, '/account')
      await hold(stage.page, '/account/passkeys')
      await goInside(stage, '/account')
      await expect(settingButton(stage.page, 'email')).toBeVisible()
    },
  },
  {
    name: 'account',
    says: 'You have no passkey yet.',
    isReference: true,
    open: goToSettings,
  },
  {
    name: 'account-full',
    says: 'Key on my key ring',
    isReference: true,
    open: goToFullAccount,
  },
  {
    name: 'account-failed',
    says: 'Try again',
    async open(stage) {
      await breakDown(stage.page, '/account')
      await goInside(stage, '/account')
      await expectAnnouncement(stage.page)
    },
  },
  {
    name: 'account-passkeys-failed',
    says: 'Try again',
    async open(stage) {
      await breakDown(stage.page, '/account/passkeys')
      await goInside(stage, '/account')
      await expectAnnouncement(stage.page)
      await expect(setting(stage.page, 'passkeys').getByRole('button')).toHaveCount(2)
    },
  },
]
