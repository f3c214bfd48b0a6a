/** Who comes to a scene: with an account, with a session, with more than a password. */
import type { Page } from 'playwright'
import { signedInBrowser } from '../../person.ts'
import { createAccount, post } from '../../start-app.ts'
import { switchTotpOn } from '../../totp.ts'
import { ada, expect, expectPath, fill, type Stage, submit, visit } from './scene.ts'

export const haveAccount = ({ app }: Stage) => createAccount(app, ada)

/** Signed up, without the code. */
export const haveSignedUp = ({ app }: Stage) => post(`${app.url}/api/sign-up`, ada)

export const signedInElsewhere = ({ app }: Stage) => signedInBrowser(app, ada)

/** The screen that asks for the name and the password, with what comes a moment later. */
export async function visitSignIn(stage: Stage) {
  await visit(stage, '/sign-in')
  await expectSignIn(stage)
}

export const expectSignIn = ({ page }: Stage) => expect(page.locator('button[form="sign-in"]')).toBeVisible()

export async function enterPassword({ page }: Stage, { username, password } = ada) {
  await fill(page, { username, password })
  await submit(page)
}

/** Signs in with a new account, on the way to a screen that wants a session. */
export async function goInside(stage: Stage, path: string) {
  await haveAccount(stage)
  await visit(stage, path)
  await enterPassword(stage)
  await expectPath(stage, path)
}

export const signOut = (page: Page) => page.getByRole('banner').getByRole('button').click()

/** Somebody whose account asks for a code after the password, and their authenticator app. */
export const haveTotp = async (stage: Stage) => switchTotpOn(stage.app, await signedInElsewhere(stage))

/** In the place of one that would be another each time. */
export const pinnedSecret = `${'JBSWY3DPEHPK3PXP'.repeat(3)}JBSW`
