/**
 * POST /confirm: prove the address of a new account with the code sent to it.
 *
 * A code for an account that is confirmed already, or that nobody has, is
 * answered like a wrong one.
 */
import { contract } from '@latchkey/core/contract'
import { confirm } from '../cognito/identity.ts'
import { route } from '../http/route.ts'

export const handler = route(contract.confirm, async ({ body }) => ({ body: await confirm(body) }))
