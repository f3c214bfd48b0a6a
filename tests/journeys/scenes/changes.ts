/** Changes of the account: the panel or the dialog of each. */
import { isDown } from '../../faulty-cognito.ts'
import { otherThan } from '../../person.ts'
import { latestCode } from '../../start-app.ts'
import { addDevice } from '../passkey-owner.ts'
import { goToFullAccount } from './inside.ts'
import { addPasskey, passkeys, pinPasskeys } from './passkeys.ts'
import { haveTotp, pinnedSecret } from './people.ts'
import {
  ada,
  expect,
  expectAnnouncement,
  expectIssues,
  field,
  fill,
  pin,
  type Scene,
  type Stage,
  submit,
} from './scene.ts'
import { expectOpen, goToSetting, goToSettings, settingButton } from './settings.ts'

const email = 'ada@example.net'
const newPassword = 'another-horse-battery'

async function goToEmailCode(stage: Stage) {
  await goToSetting(stage, 'email')
  await fill(stage.page, { email })
  await submit(stage.page)
  await expect(field(stage.page, 'code')).toBeVisible()
}

async function changePassword({ page }: Stage) {
  await fill(page, { currentPassword: ada.password, newPassword })
  await submit(page)
}

async function expectChanged(stage: Stage) {
  await expectAnnouncement(stage.page)
  await expect(stage.page.locator('main fieldset')).toHaveCount(0)
}

async function goToTotp(stage: Stage) {
  await pin(stage.page, '/account/totp', reply => Object.assign(reply, { secret: pinnedSecret }))
  await goToSetting(stage, 'totp')
}

export const changeScenes: readonly Scene[] = [
  {
    name: 'email',
    says: 'New email address',
    open: stage => goToSetting(stage, 'email'),
  },
  {
    name: 'email-incomplete',
    says: 'Enter a complete email address',
    async open(stage) {
      await goToSetting(stage, 'email')
      await fill(stage.page, { email: 'ada' })
      await submit(stage.page)
      await expectIssues(stage.page, 1)
    },
  },
  {
    name: 'email-code',
    says: `Enter the code we sent to ${email}.`,
    isReference: true,
    open: goToEmailCode,
  },
  {
    name: 'email-wrong-code',
    says: 'That code is not the right one.',
    async open(stage) {
      await goToEmailCode(stage)
      await fill(stage.page, { code: otherThan(await latestCode(stage.app, email)) })
      await expectIssues(stage.page, 1)
    },
  },
  {
    name: 'email-changed',
    says: `Your email address is ${email} now.`,
    async open(stage) {
      await goToEmailCode(stage)
      await fill(stage.page, { code: await latestCode(stage.app, email) })
      await expectChanged(stage)
    },
  },
  {
    name: 'password',
    says: 'Current password',
    isReference: true,
    open: stage => goToSetting(stage, 'password'),
  },
  {
    name: 'password-empty',
    says: 'Enter a password.',
    async open(stage) {
      await goToSetting(stage, 'password')
      await submit(stage.page)
      await expectIssues(stage.page, 2)
    },
  },
  {
    name: 'password-changed',
    says: 'Your password is changed. You are signed out everywhere else.',
    async open(stage) {
      await goToSetting(stage, 'password')
      await changePassword(stage)
      await expectChanged(stage)
    },
  },
  {
    name: 'password-doubt',
    says: 'Other devices may still be signed in',
    async open(stage) {
      await goToSetting(stage, 'password')
      stage.app.cognito.fails('GlobalSignOut', isDown)
      await changePassword(stage)
      await expect(field(stage.page, 'newPassword')).toBeHidden()
      await expectOpen(stage.page, 'password')
    },
  },
  {
    name: 'password-code',
    says: 'To stay signed in here',
    async open(stage) {
      await goToSetting(stage, 'password')
      await haveTotp(stage)
      await changePassword(stage)
      await expect(field(stage.page, 'code')).toBeVisible()
    },
  },
  {
    name: 'totp',
    says: 'Scan this code with your authenticator app.',
    isReference: true,
    open: goToTotp,
  },
  {
    name: 'totp-wrong-code',
    says: 'That code is not the right one.',
    async open(stage) {
      await goToTotp(stage)
      await fill(stage.page, { code: '000000' })
      await expectIssues(stage.page, 1)
    },
  },
  {
    name: 'totp-remove',
    says: 'Without it, your password alone is enough to sign in.',
    async open(stage) {
      await goToSettings(stage)
      await haveTotp(stage)
      await stage.page.reload()
      await settingButton(stage.page, 'totp').click()
      await expectOpen(stage.page, 'totp')
    },
  },
  {
    name: 'passkey',
    says: 'Name of the passkey',
    open: stage => goToSetting(stage, 'passkeys'),
  },
  {
    name: 'passkey-added',
    says: '“Laptop” is added.',
    async open(stage) {
      await pinPasskeys(stage.page)
      await goToSettings(stage)
      await addDevice(stage.page)
      await addPasskey(stage.page, 'Laptop')
      await expectChanged(stage)
    },
  },
  {
    name: 'passkey-remove',
    says: 'You can no longer sign in with it then.',
    async open(stage) {
      await goToFullAccount(stage)
      await passkeys(stage.page).first().getByRole('button').click()
      await expectOpen(stage.page, 'passkeys')
    },
  },
  {
    name: 'sessions',
    says: 'This ends your session on every device, and here too.',
    isReference: true,
    open: stage => goToSetting(stage, 'sessions'),
  },
  {
    name: 'delete',
    says: 'Delete your account?',
    isReference: true,
    open: stage => goToSetting(stage, 'delete'),
  },
  {
    name: 'delete-other-name',
    says: 'That is not your username.',
    async open(stage) {
      await goToSetting(stage, 'delete')
      await fill(stage.page, { username: 'grace.hopper' })
      await submit(stage.page)
      await expectIssues(stage.page, 1)
    },
  },
]
