/**
 * POST /confirm: prove the address of a new account with the code sent to it.
 *
 * A code for an account that is confirmed already, or that nobody has, is
 * answered like a wrong one. The browser that signed up is signed in at once;
 * where that fails the account is confirmed all the same. That browser is told
 * of an account that is confirmed already that it is: the answer may have been
 * lost.
 */
import { confirm as row } from '@latchkey/core/routes/registration'
import { confirm } from '../cognito/registration.ts'
import { route } from '../http/route.ts'
import { begunSignUp, forgetSignUp } from '../http/sign-up-ticket.ts'
import { startSession } from '../http/start-session.ts'

export const handler = route(row, async ({ body, cookies, atMs }) => {
  const begun = begunSignUp(cookies, body.username, atMs)
  const { tokens, problem } = await confirm(body, begun)
  const started = tokens && (await startSession(tokens, cookies))
  return {
    body: { confirmed: true as const, session: tokens?.session },
    cookies: [...(started?.cookies ?? []), ...(begun === undefined ? [] : [forgetSignUp])],
    problem: problem ?? started?.problem,
  }
})
