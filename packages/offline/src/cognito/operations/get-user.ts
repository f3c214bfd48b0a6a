/** GetUser: the caller's username, their second factors, and those of their attributes that the client may read. */
import type { GetUserResponse } from '@aws-sdk/client-cognito-identity-provider'
import { mfaSettingsOf } from '../second-factors.ts'
import type { Services } from '../services.ts'
import * as field from '../wire/fields.ts'
import { type Input, required } from '../wire/shape.ts'

export const getUserShape = { AccessToken: required(field.accessToken) }

export const getUser =
  (services: Pick<Services, 'callers' | 'softwareTokens'>) =>
  async ({ AccessToken }: Input<typeof getUserShape>): Promise<GetUserResponse> => {
    const { user, client } = await services.callers.of(AccessToken)
    const readable = Object.entries(user.attributes).filter(([name]) => client.mayRead(name))
    return {
      Username: user.username,
      UserAttributes: [['sub', user.sub] as const, ...readable].map(([Name, Value]) => ({ Name, Value })),
      ...mfaSettingsOf(services, user),
    }
  }
