/**
 * POST /account/password: change the password, end every session, and start a
 * new one for this browser.
 *
 * Where the account has a second factor, the new session waits for it, and the
 * browser has none until then.
 */
import { changePassword as row } from '@latchkey/core/routes/account'
import { changePassword } from '../cognito/account.ts'
import { route } from '../http/route.ts'
import { clearedSession } from '../http/session-cookies.ts'
import { signedIn } from '../http/start-session.ts'

export const handler = route(row, async ({ body, caller }) => {
  const step = await changePassword(caller, body)
  // The session that the browser had so far is over by now.
  const answer = await signedIn(step, {})
  return 'tokens' in step ? answer : { ...answer, cookies: clearedSession }
})
