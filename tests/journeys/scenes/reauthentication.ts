/** A change that wants a fresh sign-in. */
import { addDevice } from '../passkey-owner.ts'
import { addPasskey, pinPasskeys } from './passkeys.ts'
import { haveTotp } from './people.ts'
import {
  ada,
  expect,
  expectAnnouncement,
  expectIssues,
  field,
  fill,
  type Scene,
  type Stage,
  submit,
} from './scene.ts'
import { goToSettings, settingButton } from './settings.ts'

/** Wants another address six minutes after signing in. */
async function changeLate({ app, page }: Stage) {
  app.clock.advance({ minutes: 6 })
  await settingButton(page, 'email').click()
  await fill(page, { email: 'ada@example.net' })
  await submit(page)
  await expect(page.locator('dialog')).toBeVisible()
}

async function goToPassword(stage: Stage) {
  await goToSettings(stage)
  await changeLate(stage)
}

export const reauthenticationScenes: readonly Scene[] = [
  {
    name: 'reauthentication',
    says: 'Is it still you?',
    isReference: true,
    open: goToPassword,
  },
  {
    name: 'reauthentication-refused',
    says: 'That is not your password.',
    async open(stage) {
      await goToPassword(stage)
      await fill(stage.page, { password: 'not-the-password' })
      await submit(stage.page)
      await expectIssues(stage.page, 1)
    },
  },
  {
    name: 'reauthentication-passkey',
    says: 'Use a passkey',
    async open(stage) {
      await pinPasskeys(stage.page)
      await goToSettings(stage)
      await addDevice(stage.page)
      await addPasskey(stage.page, 'Laptop')
      await changeLate(stage)
    },
  },
  {
    name: 'reauthentication-code',
    says: 'Your authenticator app shows it.',
    async open(stage) {
      await goToSettings(stage)
      await haveTotp(stage)
      await changeLate(stage)
      await fill(stage.page, { password: ada.password })
      await submit(stage.page)
      await expect(field(stage.page, 'code')).toBeVisible()
    },
  },
  {
    name: 'reauthentication-declined',
    says: 'Sign in again to make this change.',
    async open(stage) {
      await goToPassword(stage)
      await stage.page.keyboard.press('Escape')
      await expect(stage.page.locator('dialog')).toHaveCount(0)
      await expectAnnouncement(stage.page)
    },
  },
]
