/** POST /account/totp/verify: show that the app makes the right codes, which are asked for from then on. */
import { verifyTotp as row } from '@latchkey/core/routes/account'
import { verifyTotp } from '../cognito/totp.ts'
import { route } from '../http/route.ts'

export const handler = route(row, async ({ body, caller }) => {
  await verifyTotp(caller.accessToken, body)
  return {}
})
