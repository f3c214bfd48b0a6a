/** Tokens as a forger would make them, and as nobody could without the keys of the pool. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { importJWK, type JWTPayload, SignJWT } from 'jose'

/** With the key that the pool signs ID tokens with, from its database in `directory`. */
export async function poolSigner(directory: string) {
  using database = new DatabaseSync(join(directory, 'cognito.db'), { readOnly: true })
  const row = database.prepare("select kid, private_jwk from signing_keys where token_use = 'id'").get()
  const kid = String(row?.kid)
  const { kty, n, e, ...secret } = JSON.parse(String(row?.private_jwk))
  const key = await importJWK({ kty, n, e, ...secret }, 'RS256')
  return {
    kid,
    /** As the JWKS has it. */
    publicJwk: { kty, n, e } as { kty: 'RSA'; n: string; e: string },
    sign: (claims: JWTPayload, header: Record<string, unknown> = {}) =>
      new SignJWT(claims).setProtectedHeader({ kid, alg: 'RS256', ...header }).sign(key),
    /** By another algorithm, which the key fits as well. */
    async signBy(alg: 'RS512' | 'PS256', claims: JWTPayload) {
      return new SignJWT(claims)
        .setProtectedHeader({ kid, alg })
        .sign(await importJWK({ kty, n, e, ...secret }, alg))
    },
  }
}

export const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
