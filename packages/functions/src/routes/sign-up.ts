/**
 * POST /sign-up: create an account, which counts once the code sent to its
 * address has come back.
 *
 * Usernames are public, so a taken one is told. A taken address is not: the
 * answer is that of a new account. The browser keeps a ticket, with which the
 * code signs it in as well.
 *
 * Where Cognito's answer does not come, the browser keeps a ticket too: the
 * same sign-up once more finds the account that the first one may have made.
 */
import { signUp as row } from '@latchkey/core/routes/registration'
import { signUp } from '../cognito/registration.ts'
import { refusedWith } from '../http/refusal-with-cookies.ts'
import { route } from '../http/route.ts'
import { hasAttempted, keepAttempt, keepSignUp } from '../http/sign-up-ticket.ts'
import { refuseGuessable } from '../passwords/refuse-guessable.ts'

export const handler = route(row, async ({ body, cookies, atMs }) => {
  refuseGuessable('password', body.password, [body.username, body.email])
  const {
    body: reply,
    session,
    problem,
  } = await refusedWith(
    refusal => keepAttempt(refusal, body, atMs),
    signUp(body, hasAttempted(cookies, body, atMs)),
  )
  return { body: reply, cookies: [keepSignUp({ username: body.username, session }, atMs)], problem }
})
