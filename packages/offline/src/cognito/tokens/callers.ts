/**
 * Who calls an operation that takes an access token.
 *
 * The token is looked at in this order: that it is an access token of one of
 * these pools, its signature, its expiry, its scope; then its user.
 */
import { decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose'
import type { Clock } from '../../clock.ts'
import type { Client } from '../client.ts'
import type { Directory } from '../directory.ts'
import { ServiceError } from '../errors.ts'
import type { Pool } from '../pool.ts'
import { userDisabled } from '../rules/failures.ts'
import { openText } from '../rules/open-texts.ts'
import type { User, Users } from '../store/users.ts'
import { algorithm, type SigningKeys } from './signing-keys.ts'
import { selfServiceScope } from './tokens.ts'

type Services = { clock: Clock; directory: Directory; keys: SigningKeys; users: Users }

export function createCallers({ clock, directory, keys, users }: Services) {
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

  return {
    /** The user and client that the token was issued to. Refuses a token that does not hold, or no longer. */
    async of(token: string): Promise<{ user: User; client: Client }> {
      const claimed = decode(token)
      const pool = directory.poolByIssuer(claimed.iss)
      if (!pool || claimed.token_use !== 'access') throw invalidToken()

      const claims = await verify(token, pool)
      if (!String(claims.scope).split(' ').includes(selfServiceScope)) {
        throw new ServiceError('NotAuthorizedException', 'Access Token does not have required scopes')
      }
      const client = directory.client(String(claims.client_id))
      const user = users.bySub(pool, String(claims.sub))
      if (!user) throw new ServiceError('UserNotFoundException', openText.userDeleted)
      if (!user.isEnabled) throw userDisabled()
      return { user, client }
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

const invalidToken = () => new ServiceError('NotAuthorizedException', 'Invalid Access Token')

function refusalOf(error: unknown) {
  if (error instanceof errors.JWTExpired) {
    return new ServiceError('NotAuthorizedException', 'Access Token has expired')
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return new ServiceError('NotAuthorizedException', openText.invalidSignature)
  }
  return error instanceof errors.JOSEError ? invalidToken() : error
}
