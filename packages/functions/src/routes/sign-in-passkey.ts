/**
 * POST /sign-in/passkey: begin with a passkey instead of a password.
 *
 * Without a name it is about whoever last used a passkey in this browser.
 */
import { signInPasskey as row } from '@latchkey/core/routes/sign-in-passkey'
import { signInByPasskey } from '../cognito/sign-in.ts'
import { passkeyUserOf } from '../http/passkey-user.ts'
import { route } from '../http/route.ts'

export const handler = route(row, async ({ body, cookies }) => {
  const username = body.username ?? passkeyUserOf(cookies)
  return { body: { challenge: username === undefined ? null : await signInByPasskey(username) } }
})
