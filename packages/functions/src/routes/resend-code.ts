/**
 * POST /resend-code: send another code to the address of a new account.
 *
 * A name that nobody has is answered like one that waits for its code, and as
 * late; an account that is confirmed already is told that it needs none.
 */
import { resendCode as row } from '@latchkey/core/routes/registration'
import { resendCode } from '../cognito/registration.ts'
import { onTheBeat } from '../http/on-the-beat.ts'
import { route } from '../http/route.ts'

export const handler = route(row, ({ body }) => onTheBeat(async () => ({ body: await resendCode(body) })))
