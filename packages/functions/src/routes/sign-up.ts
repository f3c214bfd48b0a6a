/**
 * POST /sign-up: create an account, which counts once the code sent to its
 * address has come back.
 *
 * Usernames are public, so a taken one is told. A taken address is not: the
 * answer is that of a new account. The browser keeps a ticket, with which the
 * code signs it in as well.
 */
import { signUp as row } from '@latchkey/core/routes/registration'
import { signUp } from '../cognito/registration.ts'
import { route } from '../http/route.ts'
import { keepSignUp } from '../http/sign-up-ticket.ts'

export const handler = route(row, async ({ body }) => {
  const { delivery, session } = await signUp(body)
  const { username } = body
  return { body: { delivery }, cookies: session === undefined ? [] : [keepSignUp({ username, session })] }
})
