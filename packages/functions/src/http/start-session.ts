/** The beginning of a session in this browser. */
import type { SignedIn } from '@latchkey/core/routes/sign-in'
import { endSession } from '../cognito/session.ts'
import type { Step } from '../cognito/sign-in.ts'
import type { Tokens } from '../cognito/tokens.ts'
import type { Cookies } from './cookies.ts'
import { sessionCookies } from './session-cookies.ts'

/** A new session takes the place of the one that the browser had so far, which ends. */
export async function startSession(tokens: Tokens, { refreshToken }: Pick<Cookies, 'refreshToken'>) {
  const problem = refreshToken === undefined ? undefined : await endSession(refreshToken)
  return { cookies: sessionCookies(tokens), problem }
}

type SignedInAnswer = { body: SignedIn; cookies: string[]; problem?: unknown }

/** The answer of a route that signs in. */
export async function signedIn(step: Step, before: Pick<Cookies, 'refreshToken'>): Promise<SignedInAnswer> {
  if ('challenge' in step) return { body: { challenge: step.challenge }, cookies: [] }
  return { body: step.tokens.session, ...(await startSession(step.tokens, before)) }
}
