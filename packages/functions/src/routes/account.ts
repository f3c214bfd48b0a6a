/** GET /account: whose account it is, and what it takes to sign in to it. */
import { account as row } from '@latchkey/core/routes/account'
import { profile } from '../cognito/account.ts'
import { route } from '../http/route.ts'

export const handler = route(row, async ({ caller }) => ({ body: await profile(caller.accessToken) }))
