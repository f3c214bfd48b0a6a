/** The ways into a session, with as many steps as the account asks for. */
import * as v from 'valibot'
import { endpoint, Session } from '../endpoint.ts'
import { ChallengeSession, Code, CurrentPassword, Identifier, NewPassword } from '../rules.ts'

/** What a browser answers when it has used a passkey (WebAuthn Level 3, AuthenticationResponseJSON). */
const Assertion = v.object({
  id: v.string(),
  rawId: v.string(),
  type: v.literal('public-key'),
  response: v.object({
    clientDataJSON: v.string(),
    authenticatorData: v.string(),
    signature: v.string(),
    userHandle: v.optional(v.string()),
  }),
  clientExtensionResults: v.record(v.string(), v.unknown()),
  authenticatorAttachment: v.optional(v.string()),
})

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

export const signInChallenge = endpoint({
  method: 'POST',
  path: '/sign-in/challenge',
  access: 'public',
  status: 200,
  body: v.variant('name', [
    v.strictObject({ name: v.literal('TOTP'), session: ChallengeSession, code: Code }),
    v.strictObject({
      name: v.literal('NEW_PASSWORD_REQUIRED'),
      session: ChallengeSession,
      password: NewPassword,
    }),
    v.strictObject({ name: v.literal('MFA_SETUP'), session: ChallengeSession, code: Code }),
    v.strictObject({ name: v.literal('WEB_AUTHN'), session: ChallengeSession, credential: Assertion }),
  ]),
  reply: SignedIn,
})

/**
 * Without a username it is about whoever last used a passkey in this browser.
 * `challenge` is null where no passkey can be asked for. For a name that nobody
 * has the answer is whatever Cognito makes of it, a challenge that nobody can
 * meet or none.
 */
export const signInPasskey = endpoint({
  method: 'POST',
  path: '/sign-in/passkey',
  access: 'public',
  status: 200,
  body: v.strictObject({ username: v.optional(Identifier) }),
  reply: v.strictObject({ challenge: v.nullable(Challenge) }),
})
