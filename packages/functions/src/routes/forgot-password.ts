/**
 * POST /forgot-password: send a code that lets somebody set a new password.
 *
 * Whether anything was sent is not told: a name that nobody has, and an account
 * that cannot be recovered, are answered like any other, and as late.
 */
import { forgotPassword as row } from '@latchkey/core/routes/recovery'
import { forgotPassword } from '../cognito/recovery.ts'
import { onTheBeat } from '../http/on-the-beat.ts'
import { route } from '../http/route.ts'

export const handler = route(row, ({ body }) => onTheBeat(() => forgotPassword(body)))
