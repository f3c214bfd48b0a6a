/**
 * POST /forgot-password: send a code that lets somebody set a new password.
 *
 * Whether anything was sent is not told: a name that nobody has, and an account
 * that cannot be recovered, are answered like any other.
 */
import { forgotPassword as row } from '@latchkey/core/routes/recovery'
import { forgotPassword } from '../cognito/recovery.ts'
import { route } from '../http/route.ts'

export const handler = route(row, async ({ body }) => forgotPassword(body))
