/**
 * POST /session/refresh: exchange the refresh token for a new session, which
 * ends when the old one would have.
 *
 * The cookies are taken away only where they are worth nothing any more: not
 * when Cognito fails, and not from a tab that another one has overtaken.
 */
import { AppError } from '@latchkey/core/errors'
import { refreshSession as row } from '@latchkey/core/routes/session'
import { DeadSession } from '../cognito/dead-session.ts'
import { refresh } from '../cognito/session.ts'
import { refusedWith } from '../http/refusal-with-cookies.ts'
import { route } from '../http/route.ts'
import { clearedSession, sessionCookies } from '../http/session-cookies.ts'

export const handler = route(row, async ({ cookies: { refreshToken } }) => {
  if (refreshToken === undefined) throw new AppError('session_ended')
  const tokens = await refusedWith(
    refusal => (refusal instanceof DeadSession ? clearedSession : []),
    refresh(refreshToken),
  )
  return { body: tokens.session, cookies: sessionCookies(tokens) }
})
