/** Signing up, and the code that proves the address. */
import { cannotDeliver } from '../../faulty-cognito.ts'
import { otherThan } from '../../person.ts'
import { latestCode } from '../../start-app.ts'
import { enterPassword, haveAccount, haveSignedUp, visitSignIn } from './people.ts'
import {
  ada,
  besides,
  expect,
  expectAnnouncement,
  expectIssues,
  expectPath,
  field,
  fill,
  type Scene,
  type Stage,
  submit,
  visit,
} from './scene.ts'

async function visitSignUp(stage: Stage) {
  await visit(stage, '/sign-up')
  await expect(field(stage.page, 'email')).toBeVisible()
}

async function signUp(stage: Stage, account = ada) {
  await visitSignUp(stage)
  await fill(stage.page, account)
  await submit(stage.page)
}

async function goToConfirm(stage: Stage) {
  await signUp(stage)
  await expectConfirm(stage)
}

async function expectConfirm(stage: Stage) {
  await expectPath(stage, '/confirm')
  await expect(field(stage.page, 'code')).toBeVisible()
}

const visitConfirm = async (stage: Stage, fragment = '') => {
  await visit(stage, `/confirm${fragment}`)
  await expect(field(stage.page, 'code')).toBeVisible()
}

export const signUpScenes: readonly Scene[] = [
  {
    name: 'sign-up',
    says: 'Your public name. It cannot be changed later.',
    isReference: true,
    open: visitSignUp,
  },
  {
    name: 'sign-up-empty',
    says: 'Enter a password.',
    async open(stage) {
      await visitSignUp(stage)
      await submit(stage.page)
      await expectIssues(stage.page, 3)
    },
  },
  {
    name: 'sign-up-rules-met',
    says: '(done)',
    async open(stage) {
      await visitSignUp(stage)
      await fill(stage.page, ada)
    },
  },
  {
    name: 'sign-up-taken',
    says: 'That username is taken.',
    async open(stage) {
      await haveAccount(stage)
      await signUp(stage, { ...ada, email: 'ada@example.net' })
      await expectIssues(stage.page, 1)
    },
  },
  {
    name: 'sign-up-guessable',
    says: 'easy to guess',
    async open(stage) {
      await signUp(stage, { ...ada, password: 'password1234' })
      await expectIssues(stage.page, 1)
    },
  },
  {
    name: 'confirm',
    says: 'in 60 s',
    isReference: true,
    open: goToConfirm,
  },
  {
    name: 'confirm-whom',
    says: 'Enter the 6-digit code we sent to your email address.',
    open: visitConfirm,
  },
  {
    name: 'confirm-by-link',
    says: 'we sent to your email address',
    async open(stage) {
      await haveSignedUp(stage)
      await visitConfirm(stage, `#username=${ada.username}`)
    },
  },
  {
    name: 'confirm-wrong-code',
    says: 'That code is not the right one.',
    isReference: true,
    async open(stage) {
      await goToConfirm(stage)
      await fill(stage.page, { code: otherThan(await latestCode(stage.app, ada.email)) })
      await expectIssues(stage.page, 1)
      // Which one it was is another each time.
      await field(stage.page, 'code').evaluate((input: HTMLInputElement) => input.select())
    },
  },
  {
    name: 'confirm-undelivered',
    says: 'we could not send its code just now',
    async open(stage) {
      stage.app.cognito.fails('SignUp', cannotDeliver)
      await goToConfirm(stage)
    },
  },
  {
    name: 'confirm-not-yet',
    says: 'so we have sent you a fresh code',
    async open(stage) {
      await haveSignedUp(stage)
      await visitSignIn(stage)
      await enterPassword(stage)
      await expectConfirm(stage)
    },
  },
  {
    name: 'confirm-resent',
    says: 'A new code is on its way to',
    async open(stage) {
      await goToConfirm(stage)
      await stage.page.clock.setFixedTime(stage.app.clock.now() + 61_000)
      const resend = besides(stage.page, 'confirm')
      await expect(resend).toBeEnabled()
      await resend.click()
      await expect(resend).toBeDisabled()
    },
  },
  {
    name: 'confirm-resend-whom',
    says: 'Enter your username first.',
    async open(stage) {
      await visitConfirm(stage)
      await besides(stage.page, 'confirm').click()
      await expectAnnouncement(stage.page)
    },
  },
]
