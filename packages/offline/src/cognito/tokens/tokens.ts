/**
 * ID and access tokens, with the claims, types and header that Cognito gives them.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html
 *
 * `auth_time` and `origin_jti` belong to the sign-in, and are the same in every
 * token that comes of it; the other times and ids belong to the one token.
 */
import { randomUUID } from 'node:crypto'
import { type JWTPayload, SignJWT } from 'jose'
import type { Clock } from '../../clock.ts'
import type { Client } from '../client.ts'
import type { Attributes } from '../rules/attributes.ts'
import type { RefreshTokens } from '../store/refresh-tokens.ts'
import type { User } from '../store/users.ts'
import { algorithm, type SigningKey, type SigningKeys } from './signing-keys.ts'

/** What every operation that takes an access token asks for. */
export const selfServiceScope = 'aws.cognito.signin.user.admin'

type Services = { clock: Clock; keys: SigningKeys; refreshTokens: RefreshTokens }

type SignIn = { originJti: string; authTimeMs: number }

export function createTokens({ clock, keys, refreshTokens }: Services) {
  /** An ID and an access token that come of this sign-in. */
  async function issuePair(user: User, client: Client, { originJti, authTimeMs }: SignIn) {
    const { lifetime, pool } = client
    const { id, access } = await keys.of(pool.id)
    const iat = seconds(clock.now())
    const shared = {
      sub: user.sub,
      iss: pool.issuer,
      ...(client.isRevocable && { origin_jti: originJti }),
      event_id: randomUUID(),
      auth_time: seconds(authTimeMs),
      iat,
    }
    const ownId = () => client.isRevocable && { jti: randomUUID() }

    const [IdToken, AccessToken] = await Promise.all([
      sign(id, {
        ...shared,
        ...ownId(),
        ...attributeClaims(user.attributes, client),
        'cognito:username': user.username,
        aud: client.id,
        token_use: 'id',
        exp: iat + lifetime.idSeconds,
      }),
      sign(access, {
        ...shared,
        ...ownId(),
        client_id: client.id,
        username: user.username,
        scope: selfServiceScope,
        token_use: 'access',
        exp: iat + lifetime.accessSeconds,
      }),
    ])
    return { AccessToken, ExpiresIn: lifetime.accessSeconds, IdToken, TokenType: 'Bearer' }
  }

  return {
    /** Everything that a completed sign-in gives. */
    async signIn(user: User, client: Client) {
      const signIn = { originJti: randomUUID(), authTimeMs: clock.now() }
      const RefreshToken = refreshTokens.issue(user, client, signIn)
      return { ...(await issuePair(user, client, signIn)), RefreshToken }
    },
  }
}

function sign({ kid, privateKey }: SigningKey, claims: JWTPayload) {
  return new SignJWT(claims).setProtectedHeader({ kid, alg: algorithm }).sign(privateKey)
}

/** What the client may read. The verified flags are booleans here, unlike everywhere else. */
function attributeClaims(attributes: Attributes, client: Client): Record<string, string | boolean> {
  return Object.fromEntries(
    Object.entries(attributes)
      .filter(([name]) => client.mayRead(name))
      .map(([name, value]) => [name, name.endsWith('_verified') ? value === 'true' : value]),
  )
}

const seconds = (ms: number) => Math.floor(ms / 1000)
