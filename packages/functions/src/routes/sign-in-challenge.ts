/**
 * POST /sign-in/challenge: give what the account asked for, for a session or
 * for what it asks for next.
 *
 * A browser in which somebody uses a passkey remembers who they are.
 */
import { signInChallenge as row } from '@latchkey/core/routes/sign-in-challenge'
import { answerChallenge } from '../cognito/challenge.ts'
import { rememberPasskeyUser } from '../http/passkey-user.ts'
import { route } from '../http/route.ts'
import { signedIn } from '../http/start-session.ts'

export const handler = route(row, async ({ body, cookies }) => {
  const step = await answerChallenge(body)
  const answer = await signedIn(step, cookies)
  const isByPasskey = body.name === 'WEB_AUTHN' && 'tokens' in step
  return {
    ...answer,
    cookies: isByPasskey ? [...answer.cookies, rememberPasskeyUser(step.tokens.username)] : answer.cookies,
  }
})
