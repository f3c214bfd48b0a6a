/** Signing in, and what people are told when they come back to it. */
import { latestCode, newBrowser, post } from '../../start-app.ts'
import {
  enterPassword,
  expectSignIn,
  goInside,
  haveAccount,
  haveSignedUp,
  signedInElsewhere,
  signOut,
  visitSignIn,
} from './people.ts'
import {
  ada,
  besides,
  cutOff,
  expect,
  expectAnnouncement,
  expectIssues,
  field,
  fill,
  hold,
  type Scene,
  type Stage,
  submit,
  submitButton,
  visit,
} from './scene.ts'
import { settingButton } from './settings.ts'

const password = 'a-new-passphrase-of-mine'

async function visitWithAccount(stage: Stage) {
  await haveAccount(stage)
  await visitSignIn(stage)
}

export const signInScenes: readonly Scene[] = [
  {
    name: 'sign-in',
    says: 'Forgot your password?',
    isReference: true,
    open: visitSignIn,
  },
  {
    name: 'sign-in-empty',
    says: 'Enter your username or email address.',
    async open(stage) {
      await visitSignIn(stage)
      await submit(stage.page)
      await expectIssues(stage.page, 2)
    },
  },
  {
    name: 'sign-in-refused',
    says: 'The username or the password is not right.',
    isReference: true,
    async open(stage) {
      await visitWithAccount(stage)
      await enterPassword(stage, { ...ada, password: 'not-the-password' })
      await expectAnnouncement(stage.page)
    },
  },
  {
    name: 'sign-in-waiting',
    says: 'Forgot your password?',
    async open(stage) {
      await visitWithAccount(stage)
      await hold(stage.page, '/sign-in')
      await enterPassword(stage)
      await expect(submitButton(stage.page)).toHaveAttribute('aria-disabled', 'true')
    },
  },
  {
    name: 'sign-in-unreachable',
    says: 'We cannot be reached just now.',
    async open(stage) {
      await visitSignIn(stage)
      await cutOff(stage.page, '/sign-in')
      await enterPassword(stage)
      await expectAnnouncement(stage.page)
    },
  },
  {
    name: 'sign-in-too-many-attempts',
    says: 'Too many attempts. Try again in 15 minutes.',
    async open(stage) {
      await visitWithAccount(stage)
      const guesser = newBrowser(stage.app)
      // After five failures each one that follows locks the account for twice as long.
      for (const seconds of [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64]) {
        stage.app.clock.advance({ seconds })
        await guesser.post('/sign-in', { username: ada.username, password: 'not-the-password' })
      }
      await enterPassword(stage)
      await expectAnnouncement(stage.page)
    },
  },
  {
    name: 'sign-in-no-passkey',
    says: 'There is no passkey',
    async open(stage) {
      await visitWithAccount(stage)
      await fill(stage.page, { username: ada.username })
      await besides(stage.page, 'sign-in').click()
      await expectAnnouncement(stage.page)
    },
  },
  {
    name: 'sign-in-signed-out',
    says: 'You have signed out.',
    async open(stage) {
      await goInside(stage, '/secret')
      await signOut(stage.page)
      await expectSignIn(stage)
    },
  },
  {
    name: 'sign-in-expired',
    says: 'Your session has ended, to keep your account safe.',
    async open(stage) {
      await goInside(stage, '/account')
      const elsewhere = await signedInElsewhere(stage)
      await elsewhere.post('/account/sign-out-everywhere')
      await stage.page.reload()
      await expectSignIn(stage)
    },
  },
  {
    name: 'sign-in-confirmed',
    says: 'Your account is confirmed.',
    async open(stage) {
      await haveSignedUp(stage)
      await visit(stage, `/confirm#username=${ada.username}`)
      await fill(stage.page, { code: await latestCode(stage.app, ada.email) })
      await expectSignIn(stage)
    },
  },
  {
    name: 'sign-in-reset',
    says: 'Your new password is set.',
    async open(stage) {
      await haveAccount(stage)
      await post(`${stage.app.url}/api/forgot-password`, { username: ada.username })
      await visit(stage, `/reset-password#username=${ada.username}`)
      await fill(stage.page, { code: await latestCode(stage.app, ada.email), password })
      await submit(stage.page)
      await expectSignIn(stage)
    },
  },
  {
    name: 'sign-in-challenge-lost',
    says: 'That took too long, or the page was loaded again.',
    async open(stage) {
      await visit(stage, '/sign-in/challenge')
      await expectSignIn(stage)
    },
  },
  {
    name: 'sign-in-deleted',
    says: 'Your account is deleted',
    async open(stage) {
      await goInside(stage, '/account')
      await settingButton(stage.page, 'delete').click()
      await field(stage.page, 'username').fill(ada.username)
      await submit(stage.page)
      await expectSignIn(stage)
    },
  },
]
