/** What becomes of a session after signing in. Its refresh token stands for it. */
import {
  GetTokensFromRefreshTokenCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { attempt, client } from './client.ts'
import { type Tokens, tokensOf } from './tokens.ts'

/**
 * New tokens for the old refresh token, which works a little longer: of
 * several tabs that refresh at once, each gets its own.
 *
 * Refuses as `DeadSession` what will never work again; as `session_ended` a
 * token that has been replaced, for the browser may well have the newer one.
 */
export async function refresh(refreshToken: string): Promise<Tokens> {
  const { AuthenticationResult = {} } = await attempt(
    'GetTokensFromRefreshToken',
    new GetTokensFromRefreshTokenCommand({
      ClientId: client.id,
      ClientSecret: client.secret,
      RefreshToken: refreshToken,
    }),
  )
  return tokensOf(AuthenticationResult)
}

/** Ends a session. Gives what kept Cognito from it, which is no reason not to go on. */
export async function endSession(refreshToken: string): Promise<unknown> {
  try {
    await attempt(
      'RevokeToken',
      new RevokeTokenCommand({ ClientId: client.id, ClientSecret: client.secret, Token: refreshToken }),
    )
    return undefined
  } catch (problem) {
    return problem
  }
}
