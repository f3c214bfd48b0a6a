/** The password, and what may follow on it before there is a session. */
import * as v from 'valibot'
import { endpoint, Session } from '../endpoint.ts'
import { ChallengeSession } from '../rules/challenge-session.ts'
import { CurrentPassword } from '../rules/current-password.ts'
import { Identifier } from '../rules/identifier.ts'

/** What a browser is asked for a passkey with (WebAuthn Level 3, PublicKeyCredentialRequestOptionsJSON). */
const RequestOptions = v.looseObject({ challenge: v.string() })

/**
 * What the account asks for next. `session` stands for everything so far: it
 * belongs to one user and one step, and goes back with the answer.
 */
export const Challenge = v.variant('name', [
  v.strictObject({ name: v.literal('TOTP'), session: ChallengeSession }),
  v.strictObject({ name: v.literal('NEW_PASSWORD_REQUIRED'), session: ChallengeSession }),
  v.strictObject({
    name: v.literal('MFA_SETUP'),
    session: ChallengeSession,
    /** For the authenticator app, in base32. */
    secret: v.string(),
  }),
  v.strictObject({ name: v.literal('WEB_AUTHN'), session: ChallengeSession, options: RequestOptions }),
])

export type Challenge = v.InferOutput<typeof Challenge>

/** A session, or what is still missing for one. */
export const SignedIn = v.union([Session, v.strictObject({ challenge: Challenge })])

export type SignedIn = v.InferOutput<typeof SignedIn>

export const signIn = endpoint({
  method: 'POST',
  path: '/sign-in',
  access: 'public',
  status: 200,
  body: v.strictObject({ username: Identifier, password: CurrentPassword }),
  reply: SignedIn,
})
