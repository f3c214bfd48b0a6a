/** The way back in for who has forgotten the password. */
import { otherThan } from '../../person.ts'
import { latestCode } from '../../start-app.ts'
import { haveAccount } from './people.ts'
import {
  ada,
  besides,
  expect,
  expectIssues,
  expectPath,
  field,
  fill,
  type Scene,
  type Stage,
  submit,
  visit,
} from './scene.ts'

async function visitForgot(stage: Stage) {
  await visit(stage, '/forgot-password')
  await expect(field(stage.page, 'username')).toBeVisible()
}

async function goToReset(stage: Stage) {
  await haveAccount(stage)
  await visitForgot(stage)
  await fill(stage.page, { username: ada.username })
  await submit(stage.page)
  await expectPath(stage, '/reset-password')
  await expect(field(stage.page, 'code')).toBeVisible()
}

async function visitReset(stage: Stage, fragment = '') {
  await visit(stage, `/reset-password${fragment}`)
  await expect(field(stage.page, 'code')).toBeVisible()
}

export const recoveryScenes: readonly Scene[] = [
  {
    name: 'forgot',
    says: 'Tell us who you are.',
    isReference: true,
    open: visitForgot,
  },
  {
    name: 'forgot-empty',
    says: 'Enter your username or email address.',
    async open(stage) {
      await visitForgot(stage)
      await submit(stage.page)
      await expectIssues(stage.page, 1)
    },
  },
  {
    name: 'reset',
    says: `If there is an account for ${ada.username}`,
    isReference: true,
    open: goToReset,
  },
  {
    name: 'reset-whom',
    says: 'Username or email',
    open: visitReset,
  },
  {
    name: 'reset-by-link',
    says: `from our email for ${ada.username}`,
    open: stage => visitReset(stage, `#username=${ada.username}`),
  },
  {
    name: 'reset-empty',
    says: 'Enter a password.',
    async open(stage) {
      await goToReset(stage)
      await submit(stage.page)
      await expectIssues(stage.page, 2)
    },
  },
  {
    name: 'reset-wrong-code',
    says: 'Check the code: it is not the right one',
    async open(stage) {
      await goToReset(stage)
      const code = otherThan(await latestCode(stage.app, ada.email))
      await fill(stage.page, { code, password: 'a-new-passphrase-of-mine' })
      await submit(stage.page)
      await expectIssues(stage.page, 1)
    },
  },
  {
    name: 'reset-resent',
    says: 'If there is an account, a new code is on its way.',
    async open(stage) {
      await goToReset(stage)
      await stage.page.clock.setFixedTime(stage.app.clock.now() + 61_000)
      const resend = besides(stage.page, 'reset-password')
      await expect(resend).toBeEnabled()
      await resend.click()
      await expect(resend).toBeDisabled()
    },
  },
]
