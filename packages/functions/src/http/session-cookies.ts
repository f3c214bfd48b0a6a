/** The cookies of a session, and what they are made of. */
import { sessionDays } from '@latchkey/core/lifetimes'
import { claimsOf, type Tokens } from '../cognito/tokens.ts'
import { clearCookie, setCookie } from './cookies.ts'

const sessionSeconds = sessionDays * 24 * 60 * 60

/**
 * Each lives as long as its token. A refresh token does not say how long that
 * is: it counts from the sign-in, however often it has been replaced.
 */
export function sessionCookies({ accessToken, refreshToken }: Tokens): string[] {
  const claims = claimsOf(accessToken)
  if (!claims) throw new Error('Cognito gave an access token that cannot be read.')
  const { auth_time: signedInAt, iat: issuedAt, exp: expiresAt } = claims
  return [
    setCookie('refreshToken', refreshToken, signedInAt + sessionSeconds - issuedAt),
    setCookie('accessToken', accessToken, expiresAt - issuedAt),
  ]
}

export const clearedSession: readonly string[] = [clearCookie('refreshToken'), clearCookie('accessToken')]
