/**
 * POST /account/email/confirm: prove the new address with the code sent to it,
 * by which it takes the place of the old one.
 */
import { confirmEmail as row } from '@latchkey/core/routes/account'
import { confirmEmail } from '../cognito/account.ts'
import { route } from '../http/route.ts'

export const handler = route(row, async ({ body, caller }) => {
  await confirmEmail(caller.accessToken, body)
  return {}
})
