/**
 * POST /reset-password: set a new password with the code from the message.
 *
 * Nobody is signed in by it, because a second factor is still asked for. A
 * name that nobody has is answered like a wrong code.
 */
import { resetPassword as row } from '@latchkey/core/routes/recovery'
import { resetPassword } from '../cognito/recovery.ts'
import { route } from '../http/route.ts'

export const handler = route(row, async ({ body }) => {
  await resetPassword(body)
  return {}
})
