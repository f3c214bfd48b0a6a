/** A sign-up that this browser has begun, and one that it may have begun: nobody has told it. */

import type { Body } from '@latchkey/core/endpoint'
import type { AppError, ErrorCode } from '@latchkey/core/errors'
import { challengeMinutes, signUpAttemptMinutes } from '@latchkey/core/lifetimes'
import type { signUp } from '@latchkey/core/routes/registration'
import * as v from 'valibot'
import type { BegunSignUp } from '../cognito/registration.ts'
import { digestOf, issueTicket, readTicket } from '../cognito/ticket.ts'
import { type Cookies, clearCookie, setCookie } from './cookies.ts'

const Begun = v.object({
  username: v.string(),
  /** Cognito's, of the sign-up. */
  session: v.optional(v.string()),
  endsAtMs: v.number(),
})

/** Whoever ends it here need not sign in as well. */
export function keepSignUp(begun: Omit<v.InferOutput<typeof Begun>, 'endsAtMs'>, atMs: number): string {
  const content = { ...begun, endsAtMs: atMs + challengeMinutes * 60_000 }
  return setCookie('signUp', issueTicket('sign-up', content), challengeMinutes * 60)
}

export const forgetSignUp = clearCookie('signUp')

/** The sign-up under this name, `undefined` where this browser has begun none. */
export function begunSignUp(
  { signUp = '' }: Cookies,
  username: string,
  atMs: number,
): BegunSignUp | undefined {
  const begun = readTicket('sign-up', signUp, Begun)
  const isIt = begun && begun.endsAtMs > atMs && begun.username.toLowerCase() === username.toLowerCase()
  return isIt ? { session: begun.session } : undefined
}

const Attempt = v.object({ digest: v.string(), endsAtMs: v.number() })

type SignUp = Body<typeof signUp>

const digest = ({ username, email, password }: SignUp) =>
  digestOf('sign-up-attempt', [username, email, password])

/** After these there may be an account or not. */
const inDoubt: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['upstream_unavailable', 'upstream_timeout'])

/** With what is kept of a refused sign-up, the browser can send the very same once more and find its account. */
export function keepAttempt({ code }: AppError, body: SignUp, atMs: number): string[] {
  if (!inDoubt.has(code)) return []
  const content: v.InferOutput<typeof Attempt> = {
    digest: digest(body),
    endsAtMs: atMs + signUpAttemptMinutes * 60_000,
  }
  return [setCookie('signUp', issueTicket('sign-up-attempt', content), signUpAttemptMinutes * 60)]
}

export function hasAttempted({ signUp = '' }: Cookies, body: SignUp, atMs: number): boolean {
  const attempt = readTicket('sign-up-attempt', signUp, Attempt)
  return attempt !== undefined && attempt.endsAtMs > atMs && attempt.digest === digest(body)
}
