/**
 * The COGNITO_USER_POOLS authorizer.
 *
 * A method without scopes wants an ID token, one with scopes an access token
 * that has at least one of them. Only signature and claims count: as in AWS, a
 * token that Cognito has revoked is accepted until it expires, and every
 * client of the pool is welcome unless a validation expression says otherwise.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html
 */
import type { IncomingMessage } from 'node:http'
import { compactVerify, decodeJwt, decodeProtectedHeader, type JWTPayload } from 'jose'
import type { Clock } from '../clock.ts'
import type { CognitoAuthorization } from '../config/model.ts'
import { GatewayError } from './gateway-error.ts'
import type { KeyStore } from './key-store.ts'

export type Claims = JWTPayload & { exp: number; iat: number }

/** Makes the check for one method: the claims of the request's token, or what the gateway says instead. */
export type Authorizer = (
  authorization: CognitoAuthorization,
) => (request: IncomingMessage) => Promise<Claims>

type Authority = { keys: KeyStore; issuer: (userPoolId: string) => string; clock: Clock }

/** Tokens whose signature was good. Each is some kilobytes long, so this is about a megabyte at most. */
const rememberedTokens = 500

/** The last second that a JavaScript date can hold. */
const lastSecond = 8.64e12

export function createAuthorizer({ keys, issuer, clock }: Authority): Authorizer {
  /** Insertion order is age: the oldest is dropped first. */
  const verified = new Map<string, Claims>()

  async function verify(token: string, userPoolId: string, claimed: JWTPayload): Promise<Claims> {
    const known = verified.get(token)
    if (known) return known

    const { kid } = decodeProtectedHeader(token)
    if (typeof kid !== 'string') throw new GatewayError('unauthorized')

    const key = await keys(userPoolId, kid).catch(cause => {
      throw new GatewayError('authorizerFailure', { cause })
    })
    if (!key) throw new GatewayError('unauthorized')

    // Never the algorithm that the token asks for.
    await compactVerify(token, key, { algorithms: ['RS256'] })
    if (!hasTimes(claimed)) throw new GatewayError('unauthorized')
    return claimed
  }

  function remember(token: string, claims: Claims) {
    if (verified.has(token)) return
    const oldest = verified.keys().next()
    if (verified.size >= rememberedTokens && !oldest.done) verified.delete(oldest.value)
    verified.set(token, claims)
  }

  async function check(
    authorization: CognitoAuthorization,
    audience: RegExp | undefined,
    token: string,
  ): Promise<Claims> {
    const claimed = decodeJwt(token)
    const userPoolId = authorization.userPoolIds.find(id => issuer(id) === claimed.iss)
    if (userPoolId === undefined || !audienceFits(audience, claimed)) throw new GatewayError('unauthorized')

    const claims = await verify(token, userPoolId, claimed)
    const nowSeconds = clock.now() / 1000
    if (claims.exp <= nowSeconds) {
      verified.delete(token)
      throw new GatewayError('expiredToken')
    }
    if (claims.iat > nowSeconds || (claims.nbf ?? 0) > nowSeconds) throw new GatewayError('unauthorized')
    remember(token, claims)

    if (!kindFits(authorization, claims)) throw new GatewayError('unauthorized')
    return claims
  }

  return authorization => {
    const { header, validationExpression } = authorization
    const audience =
      validationExpression === undefined ? undefined : new RegExp(`^(?:${validationExpression})$`)

    return async request => {
      const token = tokenOf(request, header)
      if (token === undefined) throw new GatewayError('unauthorized')
      try {
        return await check(authorization, audience, token)
      } catch (cause) {
        // Whatever is wrong with a token, the caller learns no more than this.
        throw cause instanceof GatewayError ? cause : new GatewayError('unauthorized', { cause })
      }
    }
  }
}

/** A header that is given twice is no token: two readers could each take another one. */
function tokenOf(request: IncomingMessage, header: string): string | undefined {
  const [value, ...others] = request.headersDistinct[header.toLowerCase()] ?? []
  if (!value || others.length > 0) return undefined
  return value.startsWith('Bearer ') ? value.slice('Bearer '.length) : value
}

/** Before the signature, and on the whole of `aud`. Access tokens of Cognito have none, and fail. */
function audienceFits(audience: RegExp | undefined, { aud }: JWTPayload): boolean {
  return audience === undefined || (typeof aud === 'string' && audience.test(aud))
}

function kindFits({ scopes }: CognitoAuthorization, { token_use, scope }: JWTPayload): boolean {
  if (scopes.length === 0) return token_use === 'id'
  const granted = typeof scope === 'string' ? scope.split(' ') : []
  return token_use === 'access' && scopes.some(wanted => granted.includes(wanted))
}

function hasTimes(claims: JWTPayload): claims is Claims {
  const { exp, iat, nbf } = claims
  return isTime(exp) && isTime(iat) && (nbf === undefined || isTime(nbf))
}

function isTime(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= lastSecond
}
