/**
 * GetTokensFromRefreshToken: new ID and access tokens and, where the client's
 * refresh tokens rotate, a new refresh token, which ends when the one before
 * it would have. That one works for the grace period and is then refused.
 *
 * AWS does not say that the use of an exchanged token ends the others of its
 * sign-in, so here it does not.
 */
import type { GetTokensFromRefreshTokenResponse } from '@aws-sdk/client-cognito-identity-provider'
import { refreshable } from '../refresh.ts'
import { notAuthorized } from '../rules/failures.ts'
import { openText } from '../rules/open-texts.ts'
import { isClientSecret } from '../rules/secret-hash.ts'
import type { Services } from '../services.ts'
import * as field from '../wire/fields.ts'
import { type Input, required } from '../wire/shape.ts'

export const getTokensFromRefreshTokenShape = {
  RefreshToken: required(field.refreshToken),
  ClientId: required(field.clientId),
  ClientSecret: field.clientSecret,
  ClientMetadata: field.map,
}

type GetTokensFromRefreshTokenInput = Input<typeof getTokensFromRefreshTokenShape>

export const getTokensFromRefreshToken =
  ({
    clock,
    directory,
    signIns,
    tokens,
    transaction,
    users,
  }: Pick<Services, 'clock' | 'directory' | 'signIns' | 'tokens' | 'transaction' | 'users'>) =>
  async (input: GetTokensFromRefreshTokenInput): Promise<GetTokensFromRefreshTokenResponse> => {
    const client = directory.client(input.ClientId)
    if (!isClientSecret(client, input.ClientSecret))
      throw notAuthorized(openText.clientSecretWrong(client.id))

    const find = () => refreshable({ clock, signIns, users }, client, input.RefreshToken)
    const { user, signIn } = find()
    const issued = await tokens.issue(user, client, signIn, {
      source: 'TokenGeneration_RefreshTokens',
      clientMetadata: input.ClientMetadata,
    })
    // While the tokens were made, the sign-in may have been ended or another request have exchanged this token.
    const RefreshToken = transaction(() => {
      const { signIn } = find()
      return client.rotation && signIns.rotate(input.RefreshToken, signIn)
    })
    return { AuthenticationResult: { ...issued, ...(RefreshToken && { RefreshToken }) } }
  }
