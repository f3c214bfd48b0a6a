/**
 * POST /resend-code: send another code to the address of a new account.
 *
 * The answer is the same for a name that nobody has.
 */
import { contract } from '@latchkey/core/contract'
import { resendCode } from '../cognito/identity.ts'
import { route } from '../http/route.ts'

export const handler = route(contract.resendCode, async ({ body }) => ({ body: await resendCode(body) }))
