/**
 * The JWT authorizer. It knows nothing of Cognito's kinds of tokens: an ID
 * token and an access token of a listed client both pass where the route has
 * no scopes, and an app that wants one kind has to check `token_use` itself.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
import type { IncomingMessage } from 'node:http'
import type { JWTPayload } from 'jose'
import type { Clock } from '../../clock.ts'
import type { JwtAuthorization } from '../../config/model.ts'
import { KeysUnavailable } from '../key-store.ts'
import { queryOf } from '../request-parts.ts'
import { type Claims, scopesOf, type TokenVerifier, validityOf } from '../token-verifier.ts'
import { HttpError } from './http-error.ts'

type Authority = { tokens: TokenVerifier; issuer: (userPoolId: string) => string; clock: Clock }

/** The claims of the request's token, or what the gateway says instead. */
export async function authorize(
  authorization: JwtAuthorization,
  request: IncomingMessage,
  { tokens, issuer, clock }: Authority,
): Promise<Claims> {
  const { userPoolId, audiences, source, scopes } = authorization
  const token = tokenOf(request, source)
  if (token === undefined) throw new HttpError('unauthorized', { challenge: 'Bearer' })

  const claimed = decoded(tokens, token)
  if (claimed.iss !== issuer(userPoolId)) throw invalid('the token has an invalid issuer')
  const claims = await tokens.verify(token, userPoolId, claimed).catch((cause: unknown) => {
    throw cause instanceof KeysUnavailable
      ? new HttpError('internal', { cause })
      : invalid('the token has an invalid signature')
  })

  const validity = validityOf(claims, clock.now() / 1000)
  if (validity === 'expired') throw invalid('the token has expired')
  if (validity === 'early') throw invalid('the token is not yet valid')
  if (!isFor(audiences, claims)) throw invalid('the token does not have a valid audience')

  const granted = [...scopesOf(claims.scope), ...scopesOf(claims.scp)]
  if (scopes.length > 0 && !scopes.some(scope => granted.includes(scope))) {
    throw new HttpError('forbidden', {
      challenge: `Bearer scope="${scopes.join(' ')}" error="insufficient_scope"`,
    })
  }
  return claims
}

/** One that is given twice is no token: two readers could each take another one. */
function tokenOf(request: IncomingMessage, source: JwtAuthorization['source']): string | undefined {
  const values =
    source.in === 'header'
      ? request.headersDistinct[source.name.toLowerCase()]
      : queryOf(request).flatMap(([name, value]) => (name === source.name ? [value] : []))
  const [value, ...others] = values ?? []
  if (!value || others.length > 0) return undefined
  return value.startsWith('Bearer ') ? value.slice('Bearer '.length) : value
}

function decoded(tokens: TokenVerifier, token: string): JWTPayload {
  try {
    return tokens.read(token)
  } catch {
    throw invalid('the token is not a valid JWT')
  }
}

/** `client_id` counts only in a token that has no `aud`, as Cognito's access tokens do not. */
function isFor(audiences: readonly string[], { aud, client_id }: JWTPayload): boolean {
  return [aud ?? client_id].flat().some(value => typeof value === 'string' && audiences.includes(value))
}

const invalid = (description: string) =>
  new HttpError('unauthorized', {
    challenge: `Bearer scope="" error="invalid_token" error_description="${description}"`,
  })
