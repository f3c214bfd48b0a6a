/**
 * REFRESH_TOKEN_AUTH, for InitiateAuth and AdminInitiateAuth: new ID and
 * access tokens for a refresh token, which stays as it is.
 *
 * A client whose refresh tokens rotate has GetTokensFromRefreshToken instead.
 * Neither operation hands its ClientMetadata to PreTokenGeneration.
 */
import type { InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider'
import { type Parameters, parameter } from '../authentication/attempt.ts'
import type { Client } from '../client.ts'
import { refreshable } from '../refresh.ts'
import { invalidParameter, notAuthorized } from '../rules/failures.ts'
import { openText } from '../rules/open-texts.ts'
import { isSecretHash } from '../rules/secret-hash.ts'
import type { Services } from '../services.ts'

export const refreshTokenAuth =
  ({ clock, signIns, tokens, users }: Pick<Services, 'clock' | 'signIns' | 'tokens' | 'users'>) =>
  async (client: Client, parameters: Parameters): Promise<InitiateAuthResponse> => {
    if (client.rotation) throw invalidParameter(openText.refreshTokensRotate)
    const token = parameter(parameters, 'REFRESH_TOKEN')
    const { SECRET_HASH: secretHash } = parameters
    if (client.secret !== undefined && secretHash === undefined) {
      throw notAuthorized(openText.secretHashMissing(client.id))
    }

    const find = () => refreshable({ clock, signIns, users }, client, token)
    const { user, signIn } = find()
    // Over the username as it is stored: with a refresh token nobody types one in.
    if (!isSecretHash(client, user.username, secretHash)) {
      throw notAuthorized(`SecretHash does not match for the client: ${client.id}`)
    }
    const issued = await tokens.issue(user, client, signIn, {
      source: 'TokenGeneration_RefreshTokens',
      clientMetadata: undefined,
    })
    // While the tokens were made, the sign-in may have been ended.
    find()
    return { ChallengeParameters: {}, AuthenticationResult: issued }
  }
