/**
 * Who calls an operation that takes an access token.
 *
 * The token is looked at in this order: that it is an access token of one of
 * these pools, its signature, its expiry, its scope; then its user, and whether
 * the sign-in that it came of has been ended.
 */
import type { JWTPayload } from 'jose'
import { JOSEError, JWSSignatureVerificationFailed, JWTExpired } from 'jose/errors'
import { decodeJwt } from 'jose/jwt/decode'
import { jwtVerify } from 'jose/jwt/verify'
import type { Clock } from '../../clock.ts'
import type { Client } from '../client.ts'
import type { Directory } from '../directory.ts'
import type { Pool } from '../pool.ts'
import { notAuthorized, userDeleted, userDisabled } from '../rules/failures.ts'
import { openText } from '../rules/open-texts.ts'
import type { SignIns } from '../store/sign-ins.ts'
import type { User, Users } from '../store/users.ts'
import { algorithm, type SigningKeys } from './signing-keys.ts'
import { selfServiceScope } from './tokens.ts'

type Services = { clock: Clock; directory: Directory; keys: SigningKeys; signIns: SignIns; users: Users }

type Caller = { user: User; client: Client; pool: Pool; originJti: string | undefined }

export function createCallers({ clock, directory, keys, signIns, users }: Services) {
  async function verify(token: string, pool: Pool): Promise<JWTPayload> {
    const { access } = await keys.of(pool.id)
    try {
      const { payload } = await jwtVerify(token, access.publicKey, {
        algorithms: [algorithm],
        issuer: pool.issuer,
        currentDate: new Date(clock.now()),
      })
      return payload
    } catch (error) {
      throw refusalOf(error)
    }
  }

  /** A token that names no sign-in knows only when its own was: one of the same second counts as before. */
  function isEnded({ signedOutAtMs }: User, originJti: string | undefined, authTimeSeconds: number) {
    if (originJti !== undefined) return signIns.byOriginJti(originJti)?.isRevoked ?? true
    return signedOutAtMs !== null && authTimeSeconds * 1000 <= signedOutAtMs
  }

  return {
    /** The user and client that the token was issued to. Refuses a token that does not hold, or no longer. */
    async of(token: string): Promise<Caller> {
      const claimed = decode(token)
      const pool = directory.poolByIssuer(claimed.iss)
      if (!pool || claimed.token_use !== 'access') throw invalidToken()

      const claims = await verify(token, pool)
      if (!String(claims.scope).split(' ').includes(selfServiceScope)) {
        throw notAuthorized('Access Token does not have required scopes')
      }
      const client = directory.client(String(claims.client_id))
      const user = users.bySub(pool, String(claims.sub))
      if (!user) throw userDeleted()
      const originJti = claims.origin_jti === undefined ? undefined : String(claims.origin_jti)
      if (isEnded(user, originJti, Number(claims.auth_time))) {
        throw notAuthorized('Access Token has been revoked')
      }
      if (!user.isEnabled) throw userDisabled()
      return { user, client, pool, originJti }
    },
  }
}

function decode(token: string) {
  try {
    return decodeJwt(token)
  } catch {
    throw invalidToken()
  }
}

const invalidToken = () => notAuthorized('Invalid Access Token')

function refusalOf(error: unknown) {
  if (error instanceof JWTExpired) {
    return notAuthorized('Access Token has expired')
  }
  if (error instanceof JWSSignatureVerificationFailed) {
    return notAuthorized(openText.invalidSignature)
  }
  return error instanceof JOSEError ? invalidToken() : error
}
