/** DELETE /account/passkeys/{id}: a passkey works no longer. That there is none is as good. */
import { removePasskey as row } from '@latchkey/core/routes/account'
import { removePasskey } from '../cognito/passkeys.ts'
import { route } from '../http/route.ts'

export const handler = route(row, async ({ caller, params }) => ({
  problem: await removePasskey(caller.accessToken, params.id),
}))
