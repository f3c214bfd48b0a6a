/** What people do with their own account. Whose it is comes from their tokens, never from what they send. */
import * as v from 'valibot'
import { Delivery, endpoint, Session } from '../endpoint.ts'
import { Code } from '../rules/code.ts'
import { CurrentPassword } from '../rules/current-password.ts'
import { Email } from '../rules/email.ts'
import { NewPassword } from '../rules/new-password.ts'
import { CredentialId, PasskeyName } from '../rules/passkey.ts'
import { Username } from '../rules/username.ts'
import { Challenge } from './sign-in.ts'

export const account = endpoint({
  method: 'GET',
  path: '/account',
  access: 'account',
  status: 200,
  reply: v.strictObject({
    username: v.string(),
    email: v.string(),
    factors: v.strictObject({
      /** An authenticator app is asked for after the password. */
      totp: v.boolean(),
      /** There is a passkey to sign in with. */
      passkey: v.boolean(),
    }),
  }),
})

/** The username is typed once more, so that nobody deletes an account by a slip. */
export const deleteAccount = endpoint({
  method: 'DELETE',
  path: '/account',
  access: 'account',
  needsFreshSignIn: true,
  status: 204,
  body: v.strictObject({ username: Username }),
})

/** The password is changed, and yet the sessions of other devices may not have ended. */
const withDoubt = { othersMayLiveOn: v.optional(v.literal(true)) }

/** Ends every session of the account and starts a new one for this browser. */
export const changePassword = endpoint({
  method: 'POST',
  path: '/account/password',
  access: 'account',
  status: 200,
  body: v.strictObject({ currentPassword: CurrentPassword, newPassword: NewPassword }),
  reply: v.union([
    v.strictObject({ ...Session.entries, ...withDoubt }),
    v.strictObject({ challenge: Challenge, ...withDoubt }),
  ]),
})

/** Sends a code to the new address. The old one counts until the code has come back. */
export const changeEmail = endpoint({
  method: 'POST',
  path: '/account/email',
  access: 'account',
  needsFreshSignIn: true,
  status: 200,
  body: v.strictObject({ email: Email }),
  reply: v.strictObject({ delivery: Delivery }),
})

export const confirmEmail = endpoint({
  method: 'POST',
  path: '/account/email/confirm',
  access: 'account',
  status: 204,
  body: v.strictObject({ code: Code }),
})

/** The secret for an authenticator app, in base32. It counts once a code of it has come back. */
export const setUpTotp = endpoint({
  method: 'POST',
  path: '/account/totp',
  access: 'account',
  needsFreshSignIn: true,
  status: 200,
  reply: v.strictObject({ secret: v.string() }),
})

/** A secret does not expire: without a fresh sign-in one could be put to use at any later time. */
export const verifyTotp = endpoint({
  method: 'POST',
  path: '/account/totp/verify',
  access: 'account',
  needsFreshSignIn: true,
  status: 204,
  body: v.strictObject({ code: Code }),
})

export const removeTotp = endpoint({
  method: 'DELETE',
  path: '/account/totp',
  access: 'account',
  needsFreshSignIn: true,
  status: 204,
})

export const listPasskeys = endpoint({
  method: 'GET',
  path: '/account/passkeys',
  access: 'account',
  status: 200,
  reply: v.strictObject({
    passkeys: v.array(
      v.strictObject({
        id: CredentialId,
        /** As its owner named it; absent where they did not, or it was made elsewhere. */
        name: v.optional(v.string()),
        /** Where it is kept, as far as the browser said. */
        device: v.picklist(['built-in', 'phone', 'security-key', 'unknown']),
        createdAt: v.pipe(v.string(), v.isoTimestamp()),
      }),
    ),
  }),
})

/** What a browser makes a passkey with (WebAuthn Level 3, PublicKeyCredentialCreationOptionsJSON). */
export const passkeyOptions = endpoint({
  method: 'POST',
  path: '/account/passkeys/options',
  access: 'account',
  needsFreshSignIn: true,
  status: 200,
  reply: v.strictObject({ options: v.looseObject({ challenge: v.string() }) }),
})

/** What a browser answers when it has made a passkey (WebAuthn Level 3, RegistrationResponseJSON). */
const Attestation = v.object({
  id: CredentialId,
  rawId: v.string(),
  type: v.literal('public-key'),
  response: v.object({
    clientDataJSON: v.string(),
    attestationObject: v.string(),
    transports: v.optional(v.array(v.string())),
  }),
  clientExtensionResults: v.record(v.string(), v.unknown()),
  authenticatorAttachment: v.optional(v.string()),
})

export const addPasskey = endpoint({
  method: 'POST',
  path: '/account/passkeys',
  access: 'account',
  status: 204,
  body: v.strictObject({ name: PasskeyName, credential: Attestation }),
})

export const removePasskey = endpoint({
  method: 'DELETE',
  path: '/account/passkeys/{id}',
  access: 'account',
  needsFreshSignIn: true,
  status: 204,
  params: v.strictObject({ id: CredentialId }),
})

export const signOutEverywhere = endpoint({
  method: 'POST',
  path: '/account/sign-out-everywhere',
  access: 'account',
  status: 204,
})
