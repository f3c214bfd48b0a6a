/** What is asked for after the password. */
import { invite } from '../../person.ts'
import { demandSecondFactor } from '../../second-factor.ts'
import { addDevice } from '../passkey-owner.ts'
import { addPasskey } from './passkeys.ts'
import {
  enterPassword,
  expectSignIn,
  haveAccount,
  haveTotp,
  pinnedSecret,
  signOut,
  visitSignIn,
} from './people.ts'
import {
  ada,
  expect,
  expectIssues,
  expectPath,
  field,
  fill,
  pin,
  type Scene,
  type Stage,
  submit,
} from './scene.ts'
import { goToSettings } from './settings.ts'

const expectChallenge = (stage: Stage) => expectPath(stage, '/sign-in/challenge')

async function goToCode(stage: Stage) {
  await haveAccount(stage)
  await haveTotp(stage)
  await visitSignIn(stage)
  await enterPassword(stage)
  await expectChallenge(stage)
  await expect(field(stage.page, 'code')).toBeVisible()
}

async function goToNewPassword(stage: Stage) {
  const { password } = await invite(stage.app, ada)
  await visitSignIn(stage)
  await enterPassword(stage, { ...ada, password })
  await expectChallenge(stage)
  await expect(field(stage.page, 'password')).toBeVisible()
}

export const challengeScenes: readonly Scene[] = [
  {
    name: 'challenge-code',
    says: 'Open your authenticator app',
    isReference: true,
    open: goToCode,
  },
  {
    name: 'challenge-code-wrong',
    says: 'That code is not the right one.',
    async open(stage) {
      await goToCode(stage)
      await fill(stage.page, { code: '000000' })
      await expectIssues(stage.page, 1)
    },
  },
  {
    name: 'challenge-new-password',
    says: 'The one you signed in with was a temporary one.',
    isReference: true,
    open: goToNewPassword,
  },
  {
    name: 'challenge-new-password-short',
    says: 'Use at least 12 characters.',
    async open(stage) {
      await goToNewPassword(stage)
      await fill(stage.page, { password: 'too-short' })
      await submit(stage.page)
      await expectIssues(stage.page, 1)
    },
  },
  {
    name: 'challenge-set-up',
    says: 'Scan this code with yours',
    isReference: true,
    async open(stage) {
      await haveAccount(stage)
      await demandSecondFactor(stage.app, 'ON')
      try {
        await visitSignIn(stage)
        await pin(stage.page, '/sign-in', reply => {
          Object.assign(reply.challenge as object, { secret: pinnedSecret })
        })
        await enterPassword(stage)
        await expectChallenge(stage)
        await expect(field(stage.page, 'code')).toBeVisible()
      } finally {
        await demandSecondFactor(stage.app, 'OPTIONAL')
      }
    },
  },
  {
    name: 'challenge-passkey',
    says: 'Your browser asks for it now.',
    async open(stage) {
      const { app, page } = stage
      const device = await addDevice(page)
      await goToSettings(stage)
      await addPasskey(page, 'Laptop')
      // The sign-in screen asks for the passkey by itself, and would have it.
      await device.holdFinger(false)
      await signOut(page)
      await expectSignIn(stage)

      // Cognito asks for it in this place only where another app of the same pool has set it so.
      await page.route('**/api/sign-in', async route => {
        const asked = await page.request.post(`${app.url}/api/sign-in/passkey`, {
          data: { username: ada.username },
        })
        await route.fulfill({ json: await asked.json() })
      })
      await enterPassword(stage)
      await expectChallenge(stage)
      await expect(page.locator('main button')).toBeDisabled()
    },
  },
]
