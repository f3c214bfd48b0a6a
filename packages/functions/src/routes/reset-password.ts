/**
 * POST /reset-password: set a new password with the code from the message.
 *
 * Nobody is signed in by it, because a second factor is still asked for. A
 * name that nobody has is answered like a wrong code.
 *
 * A password that would be guessed is refused before the code is looked at,
 * which stays good.
 */
import { resetPassword as row } from '@latchkey/core/routes/recovery'
import { resetPassword } from '../cognito/recovery.ts'
import { route } from '../http/route.ts'
import { refuseGuessable } from '../passwords/refuse-guessable.ts'

export const handler = route(row, async ({ body }) => {
  refuseGuessable('password', body.password, [body.username])
  await resetPassword(body)
  return {}
})
