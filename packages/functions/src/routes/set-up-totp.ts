/** POST /account/totp: a secret for an authenticator app, refused where there is one already. */
import { setUpTotp as row } from '@latchkey/core/routes/account'
import { setUpTotp } from '../cognito/totp.ts'
import { route } from '../http/route.ts'

export const handler = route(row, async ({ caller }) => ({ body: await setUpTotp(caller.accessToken) }))
