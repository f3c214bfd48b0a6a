/**
 * POST /account/passkeys: keep the passkey that the browser has made, under the
 * name that its owner gave it. The browser remembers whose it is, so that they
 * can sign in without typing who they are.
 */
import { addPasskey as row } from '@latchkey/core/routes/account'
import { addPasskey } from '../cognito/passkeys.ts'
import { rememberPasskeyUser } from '../http/passkey-user.ts'
import { route } from '../http/route.ts'

export const handler = route(row, async ({ body, caller }) => ({
  problem: await addPasskey(caller.accessToken, body),
  cookies: [rememberPasskeyUser(caller.username)],
}))
