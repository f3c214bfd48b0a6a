/** DELETE /account/totp: sign in without an authenticator app from now on. That there is none is as good. */
import { removeTotp as row } from '@latchkey/core/routes/account'
import { removeTotp } from '../cognito/totp.ts'
import { route } from '../http/route.ts'

export const handler = route(row, async ({ caller }) => {
  await removeTotp(caller.accessToken)
  return {}
})
