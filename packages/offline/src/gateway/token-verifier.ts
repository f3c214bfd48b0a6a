/**
 * Whether a token was signed by a user pool. What it then allows is the
 * authorizers' business.
 */
import { compactVerify, decodeJwt, decodeProtectedHeader, type JWTPayload } from 'jose'
import type { KeyStore } from './key-store.ts'

export type Claims = JWTPayload & { exp: number; iat: number }

/** Tokens whose signature was good. Each is some kilobytes long, so this is about a megabyte at most. */
const rememberedTokens = 500

/** The last second that a JavaScript date can hold. */
const lastSecond = 8.64e12

export type TokenVerifier = {
  /** What a token claims, verified or not. Throws for what is no token. */
  read(token: string): JWTPayload
  /**
   * The claims of a token of this pool; `claimed` are those that were read from
   * it. Rejects for any other token, and with `KeysUnavailable` where the pool's
   * keys could not be had.
   */
  verify(token: string, userPoolId: string, claimed: JWTPayload): Promise<Claims>
}

export function createTokenVerifier(keys: KeyStore): TokenVerifier {
  /** Insertion order is age: the oldest is dropped first. */
  const verified = new Map<string, { userPoolId: string; claims: Claims }>()

  return {
    read: token => verified.get(token)?.claims ?? decodeJwt(token),

    async verify(token, userPoolId, claimed) {
      const known = verified.get(token)
      if (known?.userPoolId === userPoolId) return known.claims

      const { kid } = decodeProtectedHeader(token)
      const key = typeof kid === 'string' ? await keys(userPoolId, kid) : undefined
      if (!key) throw new Error('The pool has no such key.')
      if (!isCanonical(token.split('.')[2] ?? ''))
        throw new Error('The signature is not written as Cognito would.')
      // Never the algorithm that the token asks for.
      await compactVerify(token, key, { algorithms: ['RS256'] })
      if (!hasTimes(claimed)) throw new Error('The token has no times, or none that are dates.')

      const oldest = verified.keys().next()
      if (verified.size >= rememberedTokens && !oldest.done) verified.delete(oldest.value)
      verified.set(token, { userPoolId, claims: claimed })
      return claimed
    },
  }
}

/** The claims of a verified token are the same object at each of its calls: what is made of them is made once. */
export function oncePerToken<Made>(make: (claims: Claims) => Made): (claims: Claims) => Made {
  const made = new WeakMap<Claims, Made>()
  return claims => {
    const known = made.get(claims) ?? make(claims)
    made.set(claims, known)
    return known
  }
}

/** Whether a token is good at a time, in seconds since the epoch. */
export function validityOf({ exp, iat, nbf = 0 }: Claims, seconds: number): 'expired' | 'early' | 'good' {
  if (exp <= seconds) return 'expired'
  return iat > seconds || nbf > seconds ? 'early' : 'good'
}

/** The scopes of a token, in whichever way they are written. */
export function scopesOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.filter(scope => typeof scope === 'string')
  return typeof value === 'string' ? value.split(' ') : []
}

/**
 * Decoders pass over blanks and over bits that stand for nothing. The signature
 * covers the other parts as they are written, but not itself.
 */
const isCanonical = (part: string) => Buffer.from(part, 'base64url').toString('base64url') === part

function hasTimes(claims: JWTPayload): claims is Claims {
  const { exp, iat, nbf } = claims
  return isTime(exp) && isTime(iat) && (nbf === undefined || isTime(nbf))
}

function isTime(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= lastSecond
}
