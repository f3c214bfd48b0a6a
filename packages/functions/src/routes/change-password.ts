/**
 * POST /account/password: change the password, end every session, and start a
 * new one for this browser.
 *
 * Where the account has a second factor, the new session waits for it, and the
 * browser has none until then. That other sessions could not be ended is told:
 * the password is changed all the same.
 */
import { changePassword as row } from '@latchkey/core/routes/account'
import { changePassword } from '../cognito/account.ts'
import { route } from '../http/route.ts'
import { clearedSession } from '../http/session-cookies.ts'
import { signedIn } from '../http/start-session.ts'
import { refuseGuessable } from '../passwords/refuse-guessable.ts'

export const handler = route(row, async ({ body, caller, cookies }) => {
  refuseGuessable('newPassword', body.newPassword, [caller.username, caller.email])
  const { step, othersMayLiveOn, problem } = await changePassword(caller, body)
  // Most likely the session that the browser had so far is over by now.
  const answer = await signedIn(step, othersMayLiveOn ? cookies : {})
  return {
    body: { ...answer.body, ...(othersMayLiveOn && { othersMayLiveOn }) },
    cookies: 'tokens' in step ? answer.cookies : clearedSession,
    problem: problem ?? answer.problem,
  }
})
