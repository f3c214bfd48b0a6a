/** What a refresh token is good for, as far as one can say before it is used. */
import type { Client } from './client.ts'
import { ServiceError } from './errors.ts'
import { notAuthorized, userDisabled } from './rules/failures.ts'
import { openText } from './rules/open-texts.ts'
import type { Services } from './services.ts'
import type { SignIn } from './store/sign-ins.ts'
import type { User } from './store/users.ts'

/**
 * The sign-in that the token continues, and whose it is. Refuses a token that
 * is unknown, another client's, ended, expired or exchanged for another longer
 * ago than the client allows, and one of a disabled user.
 */
export function refreshable(
  { clock, signIns, users }: Pick<Services, 'clock' | 'signIns' | 'users'>,
  client: Client,
  token: string,
): { user: User; signIn: SignIn } {
  const found = signIns.byRefreshToken(token)
  const user = found && users.bySub(client.pool, found.signIn.sub)
  if (!user || found.signIn.clientId !== client.id) throw notAuthorized('Invalid Refresh Token.')

  const { signIn, rotatedAtMs } = found
  if (signIn.isRevoked) throw notAuthorized('Refresh Token has been revoked')
  if (signIn.expiresAtMs <= clock.now()) throw notAuthorized(openText.refreshTokenExpired)
  const graceMs = (client.rotation?.graceSeconds ?? 0) * 1000
  if (rotatedAtMs !== null && clock.now() >= rotatedAtMs + graceMs) {
    throw new ServiceError('RefreshTokenReuseException', openText.refreshTokenReused)
  }
  if (!user.isEnabled) throw userDisabled()
  return { user, signIn }
}
