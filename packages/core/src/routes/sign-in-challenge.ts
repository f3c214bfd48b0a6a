/** The steps of a sign-in behind the first, as many as the account asks for. */
import * as v from 'valibot'
import { endpoint } from '../endpoint.ts'
import { ChallengeSession } from '../rules/challenge-session.ts'
import { Code } from '../rules/code.ts'
import { NewPassword } from '../rules/new-password.ts'
import { SignedIn } from './sign-in.ts'

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
