/** The way in by a passkey begins here, and ends with the answer to a challenge. */
import * as v from 'valibot'
import { endpoint } from '../endpoint.ts'
import { Identifier } from '../rules/identifier.ts'
import { Challenge } from './sign-in.ts'

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
