/**
 * POST /sign-out: end the session.
 *
 * The browser loses its cookies in any case. Where Cognito does not answer,
 * the session itself lives on until it expires, and nobody has its token.
 */
import { signOut as row } from '@latchkey/core/routes/session'
import { endSession } from '../cognito/session.ts'
import { route } from '../http/route.ts'
import { clearedSession } from '../http/session-cookies.ts'

export const handler = route(row, async ({ cookies: { refreshToken } }) => ({
  cookies: clearedSession,
  problem: refreshToken === undefined ? undefined : await endSession(refreshToken),
}))
