/** CreateUserPoolClient: an app client with these settings, and Cognito's defaults for the others. It is kept across restarts. */
import type { CreateUserPoolClientResponse } from '@aws-sdk/client-cognito-identity-provider'
import type { ClientSettings } from '../client.ts'
import { checkClientSettings, refuseUnsupportedClient } from '../rules/client-settings.ts'
import { describedClient } from '../rules/described-client.ts'
import { invalidParameter } from '../rules/failures.ts'
import { newClientId, newClientSecret } from '../rules/identifiers.ts'
import { openText } from '../rules/open-texts.ts'
import type { Services } from '../services.ts'
import { clientName, clientSettings } from '../wire/client-fields.ts'
import * as field from '../wire/fields.ts'
import { type Input, required } from '../wire/shape.ts'

export const createUserPoolClientShape = {
  UserPoolId: required(field.userPoolId),
  ClientName: required(clientName),
  GenerateSecret: field.flag,
  ClientSecret: field.clientSecret,
  ...clientSettings,
}

export const createUserPoolClient =
  ({ clock, directory }: Pick<Services, 'clock' | 'directory'>) =>
  async (input: Input<typeof createUserPoolClientShape>): Promise<CreateUserPoolClientResponse> => {
    const { GenerateSecret, ...given } = input
    if (GenerateSecret && given.ClientSecret) throw invalidParameter(openText.twoSecrets)
    const now = new Date(clock.now())
    const settings: ClientSettings = {
      ...given,
      ...(GenerateSecret && { ClientSecret: newClientSecret() }),
      ClientId: newClientId(),
      CreationDate: now,
      LastModifiedDate: now,
    }
    checkClientSettings(settings, directory.pool(settings.UserPoolId))
    refuseUnsupportedClient(settings)
    return { UserPoolClient: describedClient(directory.putClient(settings)) }
  }
