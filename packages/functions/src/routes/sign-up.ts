/**
 * POST /sign-up: create an account, which counts once the code sent to its
 * address has come back.
 *
 * Usernames are public, so a taken one is told. A taken address is not: the
 * answer is that of a new account.
 */
import { contract } from '@latchkey/core/contract'
import { signUp } from '../cognito/identity.ts'
import { route } from '../http/route.ts'

export const handler = route(contract.signUp, async ({ body }) => ({ body: await signUp(body) }))
