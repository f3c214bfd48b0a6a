/**
 * ID and access tokens, with the claims, types and header that Cognito gives them.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html
 *
 * `auth_time` and `origin_jti` belong to the sign-in, and are the same in every
 * token that comes of it; the other times and ids belong to the one token.
 */
import { randomUUID, sign } from 'node:crypto'
import { promisify } from 'node:util'
import type { JWTPayload } from 'jose'
import type { Clock } from '../../clock.ts'
import type { Client } from '../client.ts'
import { type Attributes, isVerifiedFlag } from '../rules/attributes.ts'
import type { SignIn } from '../store/sign-ins.ts'
import type { User } from '../store/users.ts'
import { algorithm, type SigningKey, type SigningKeys } from './signing-keys.ts'
import type { TokenGeneration, TokenOccasion } from './token-generation.ts'

/** What every operation that takes an access token asks for. */
export const selfServiceScope = 'aws.cognito.signin.user.admin'

type Services = { clock: Clock; keys: SigningKeys; generation: TokenGeneration }

export function createTokens({ clock, keys, generation }: Services) {
  return {
    /** An ID and an access token that come of this sign-in. Refuses what the pool's PreTokenGeneration refuses. */
    async issue(user: User, client: Client, { originJti, authTimeMs }: SignIn, occasion: TokenOccasion) {
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

      const claims = {
        id: {
          ...shared,
          ...ownId(),
          ...attributeClaims(user.attributes, client),
          'cognito:username': user.username,
          aud: client.id,
          token_use: 'id',
          exp: iat + lifetime.idSeconds,
        },
        access: {
          ...shared,
          ...ownId(),
          client_id: client.id,
          username: user.username,
          scope: selfServiceScope,
          token_use: 'access',
          exp: iat + lifetime.accessSeconds,
        },
      }
      const generated = await generation(user, client, claims, occasion)
      const [IdToken, AccessToken] = await Promise.all([
        signed(id, generated.id),
        signed(access, generated.access),
      ])
      return { AccessToken, ExpiresIn: lifetime.accessSeconds, IdToken, TokenType: 'Bearer' }
    },
  }
}

const signature = promisify(sign)

/** Without a library: half of the time of a sign-in is this. https://www.rfc-editor.org/rfc/rfc7515#section-3.1 */
async function signed({ kid, privateKey }: SigningKey, claims: JWTPayload): Promise<string> {
  const content = [{ kid, alg: algorithm }, claims].map(part => base64url(JSON.stringify(part))).join('.')
  const bytes = await signature('RSA-SHA256', Buffer.from(content), privateKey)
  return `${content}.${bytes.toString('base64url')}`
}

const base64url = (text: string) => Buffer.from(text).toString('base64url')

/** What the client may read. The verified flags are booleans here, unlike everywhere else. */
function attributeClaims(attributes: Attributes, client: Client): Record<string, string | boolean> {
  return Object.fromEntries(
    Object.entries(attributes)
      .filter(([name]) => client.mayRead(name))
      .map(([name, value]) => [name, isVerifiedFlag(name) ? value === 'true' : value]),
  )
}

const seconds = (ms: number) => Math.floor(ms / 1000)
