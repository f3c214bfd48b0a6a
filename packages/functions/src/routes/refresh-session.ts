/**
 * POST /session/refresh: exchange the refresh token for a new session, which
 * ends when the old one would have.
 *
 * The cookies are taken away only where they are worth nothing any more: not
 * when Cognito fails, and not from a tab that another one has overtaken.
 */
import { AppError } from '@latchkey/core/errors'
import { refreshSession as row } from '@latchkey/core/routes/session'
import { refresh } from '../cognito/session.ts'
import { route } from '../http/route.ts'
import { sessionCookies } from '../http/session-cookies.ts'

export const handler = route(row, async ({ cookies: { refreshToken } }) => {
  if (refreshToken === undefined) throw new AppError('session_ended')
  const tokens = await refresh(refreshToken)
  return { body: tokens.session, cookies: sessionCookies(tokens) }
})
