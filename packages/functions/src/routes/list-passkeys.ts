/** GET /account/passkeys: the account's passkeys, newest first. */
import { listPasskeys as row } from '@latchkey/core/routes/account'
import { listPasskeys } from '../cognito/passkeys.ts'
import { route } from '../http/route.ts'

export const handler = route(row, async ({ caller }) => ({ body: await listPasskeys(caller.accessToken) }))
