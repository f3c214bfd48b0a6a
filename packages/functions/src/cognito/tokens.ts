/** What our functions read in Cognito's tokens. Nothing here verifies them: they have just come from Cognito, or go back to it. */
import type { AuthenticationResultType } from '@aws-sdk/client-cognito-identity-provider'
import type { Session } from '@latchkey/core/endpoint'
import * as v from 'valibot'

/** What a sign-in or a refresh yields. The ID token is the page's, the others are the cookies'. */
export type Tokens = { username: string; session: Session; accessToken: string; refreshToken: string }

/** Tokens as they come from Cognito. */
export function tokensOf({ IdToken, AccessToken, RefreshToken }: AuthenticationResultType): Tokens {
  if (!IdToken || !AccessToken || !RefreshToken) throw new Error('Cognito left out a token.')
  const claims = claimsOf(IdToken)
  const username = claims?.['cognito:username']
  if (!username) throw new Error('Cognito gave an ID token that cannot be read.')
  // Cognito's `ExpiresIn` is about the access token.
  const expiresAt = new Date(claims.exp * 1000).toISOString()
  return {
    username,
    session: { idToken: IdToken, expiresAt },
    accessToken: AccessToken,
    refreshToken: RefreshToken,
  }
}

/** Of ID and access tokens alike. Times are seconds since 1970. */
const Claims = v.object({
  sub: v.string(),
  token_use: v.picklist(['id', 'access']),
  auth_time: v.number(),
  iat: v.number(),
  exp: v.number(),
  /** Of ID tokens alone. */
  'cognito:username': v.optional(v.string()),
})

export type Claims = v.InferOutput<typeof Claims>

/**
 * A JWS in its compact form. Of anything else Cognito says that a parameter is
 * malformed, without saying which: what else was sent would seem to be wrong.
 */
const compactForm = /^[\w-]+\.(?<payload>[\w-]+)\.[\w-]+$/

/** The claims of a token, or `undefined` where it is none. */
export function claimsOf(token: string): Claims | undefined {
  const { payload = '' } = compactForm.exec(token)?.groups ?? {}
  try {
    const { success, output } = v.safeParse(Claims, JSON.parse(Buffer.from(payload, 'base64url').toString()))
    return success ? output : undefined
  } catch {
    return undefined
  }
}
