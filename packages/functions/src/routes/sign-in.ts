/**
 * POST /sign-in: exchange a username or email address and a password for a
 * session.
 *
 * An unknown name and a wrong password are the same failure, so that accounts
 * cannot be enumerated.
 */
import { contract } from '@latchkey/core/contract'
import { signIn } from '../cognito/identity.ts'
import { route } from '../http/route.ts'

export const handler = route(contract.signIn, async ({ body }) => ({ body: await signIn(body) }))
