/** POST /account/passkeys/options: what a browser makes a passkey with. It has a few minutes. */
import { passkeyOptions as row } from '@latchkey/core/routes/account'
import { passkeyOptions } from '../cognito/passkeys.ts'
import { route } from '../http/route.ts'

export const handler = route(row, async ({ caller }) => ({ body: await passkeyOptions(caller.accessToken) }))
