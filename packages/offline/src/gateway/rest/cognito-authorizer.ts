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
import type { JWTPayload } from 'jose'
import type { Clock } from '../../clock.ts'
import type { CognitoAuthorization } from '../../config/model.ts'
import { KeysUnavailable } from '../key-store.ts'
import { type Claims, scopesOf, type TokenVerifier, validityOf } from '../token-verifier.ts'
import { GatewayError } from './gateway-error.ts'

/** Makes the check for one method: the claims of the request's token, or what the gateway says instead. */
export type Authorizer = (
  authorization: CognitoAuthorization,
) => (request: IncomingMessage) => Promise<Claims>

type Authority = { tokens: TokenVerifier; issuer: (userPoolId: string) => string; clock: Clock }

export function createAuthorizer({ tokens, issuer, clock }: Authority): Authorizer {
  async function check(
    authorization: CognitoAuthorization,
    audience: RegExp | undefined,
    token: string,
  ): Promise<Claims> {
    const claimed = tokens.read(token)
    const userPoolId = authorization.userPoolIds.find(id => issuer(id) === claimed.iss)
    if (userPoolId === undefined || !audienceFits(audience, claimed)) throw new GatewayError('unauthorized')

    const claims = await tokens.verify(token, userPoolId, claimed)
    const validity = validityOf(claims, clock.now() / 1000)
    if (validity === 'expired') throw new GatewayError('expiredToken')
    if (validity === 'early' || !kindFits(authorization, claims)) throw new GatewayError('unauthorized')
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
        if (cause instanceof GatewayError) throw cause
        // Whatever is wrong with a token, the caller learns no more than this.
        throw new GatewayError(cause instanceof KeysUnavailable ? 'authorizerFailure' : 'unauthorized', {
          cause,
        })
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
  const granted = scopesOf(scope)
  return token_use === 'access' && scopes.some(wanted => granted.includes(wanted))
}
