/** A sign-up that this browser has begun: whoever ends it here need not sign in as well. */
import { challengeMinutes } from '@latchkey/core/lifetimes'
import * as v from 'valibot'
import { issueTicket, readTicket } from '../cognito/ticket.ts'
import { type Cookies, clearCookie, setCookie } from './cookies.ts'

const kind = 'sign-up'

const Content = v.object({
  username: v.string(),
  /** Cognito's, of the sign-up. */
  session: v.string(),
})

export const keepSignUp = (content: v.InferOutput<typeof Content>) =>
  setCookie('signUp', issueTicket(kind, content), challengeMinutes * 60)

export const forgetSignUp = clearCookie('signUp')

/** The session of the sign-up under this name, `undefined` where this browser has begun none. */
export function signUpSession({ signUp }: Cookies, username: string): string | undefined {
  const begun = signUp === undefined ? undefined : readTicket(kind, signUp, Content)
  return begun?.username.toLowerCase() === username.toLowerCase() ? begun?.session : undefined
}
