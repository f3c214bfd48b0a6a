/**
 * POST /account/email: send a code to a new address. Until it has come back,
 * the old address is the account's.
 *
 * That an address is somebody else's is not told here, nor to whom it was sent.
 */
import { changeEmail as row } from '@latchkey/core/routes/account'
import { changeEmail } from '../cognito/account.ts'
import { route } from '../http/route.ts'

export const handler = route(row, async ({ body, caller }) => ({
  body: await changeEmail(caller.accessToken, body),
}))
