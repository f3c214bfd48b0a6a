/**
 * UpdateUserPoolClient: new settings for an app client. What is left out goes
 * back to its default, except for the name; the secret stays.
 *
 * A client of the resource graph has the graph's settings again at the next start.
 */
import type { UpdateUserPoolClientResponse } from '@aws-sdk/client-cognito-identity-provider'
import type { ClientSettings } from '../client.ts'
import { checkClientSettings, refuseUnsupportedClient } from '../rules/client-settings.ts'
import { describedClient } from '../rules/described-client.ts'
import type { Services } from '../services.ts'
import { clientName, clientSettings } from '../wire/client-fields.ts'
import type { Input } from '../wire/shape.ts'
import { administeredClient, clientShape } from './administered.ts'

export const updateUserPoolClientShape = { ...clientShape, ClientName: clientName, ...clientSettings }

export const updateUserPoolClient =
  (services: Pick<Services, 'clock' | 'directory'>) =>
  async (input: Input<typeof updateUserPoolClientShape>): Promise<UpdateUserPoolClientResponse> => {
    const { clock, directory } = services
    const { pool, settings: before } = administeredClient(services, input)
    const settings: ClientSettings = {
      ...input,
      ClientName: input.ClientName ?? before.ClientName,
      ClientSecret: before.ClientSecret,
      CreationDate: before.CreationDate,
      LastModifiedDate: new Date(clock.now()),
    }
    checkClientSettings(settings, pool)
    refuseUnsupportedClient(settings)
    return { UserPoolClient: describedClient(directory.putClient(settings)) }
  }
