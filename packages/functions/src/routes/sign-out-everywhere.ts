/** POST /account/sign-out-everywhere: end every session of the account, this one included. */
import { signOutEverywhere as row } from '@latchkey/core/routes/account'
import { signOutEverywhere } from '../cognito/account.ts'
import { route } from '../http/route.ts'
import { clearedSession } from '../http/session-cookies.ts'

export const handler = route(row, async ({ caller }) => {
  await signOutEverywhere(caller.accessToken)
  return { cookies: clearedSession }
})
