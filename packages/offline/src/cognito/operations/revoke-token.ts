/**
 * RevokeToken: ends the sign-in that a refresh token belongs to, with every
 * token that came of it. Other sign-ins of the user live on.
 *
 * As with every revocation, whoever checks signatures alone accepts the tokens
 * until they expire.
 */
import type { RevokeTokenResponse } from '@aws-sdk/client-cognito-identity-provider'
import { ServiceError } from '../errors.ts'
import { invalidParameter } from '../rules/failures.ts'
import { openText } from '../rules/open-texts.ts'
import { isClientSecret } from '../rules/secret-hash.ts'
import type { Services } from '../services.ts'
import * as field from '../wire/fields.ts'
import { type Input, required } from '../wire/shape.ts'

export const revokeTokenShape = {
  Token: required(field.refreshToken),
  ClientId: required(field.clientId),
  ClientSecret: field.clientSecret,
}

/** A signed JWT has three parts, an encrypted one five. */
const signedParts = 3
const encryptedParts = 5

export const revokeToken =
  ({ directory, signIns, transaction }: Pick<Services, 'directory' | 'signIns' | 'transaction'>) =>
  async ({ Token, ClientId, ClientSecret }: Input<typeof revokeTokenShape>): Promise<RevokeTokenResponse> => {
    const client = directory.client(ClientId)
    if (!isClientSecret(client, ClientSecret)) throw unauthorized()
    if (!client.isRevocable) {
      throw new ServiceError('UnsupportedOperationException', openText.revocationOff)
    }
    const parts = Token.split('.').length
    if (parts === signedParts) {
      throw new ServiceError('UnsupportedTokenTypeException', openText.notARefreshToken)
    }
    if (parts !== encryptedParts) throw invalidParameter(openText.malformedToken)

    // A token that is not known any more is as good as revoked.
    const signIn = signIns.byRefreshToken(Token)?.signIn
    if (signIn && signIn.clientId !== client.id) throw unauthorized()
    if (signIn) transaction(() => signIns.revoke(signIn))
    return {}
  }

const unauthorized = () => new ServiceError('UnauthorizedException', openText.wrongClient)
