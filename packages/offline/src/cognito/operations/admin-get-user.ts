/** AdminGetUser: everything about one user but the password. */
import type { AdminGetUserResponse } from '@aws-sdk/client-cognito-identity-provider'
import { attributesOf, stateOf } from '../rules/described-user.ts'
import { mfaSettingsOf } from '../second-factors.ts'
import type { Services } from '../services.ts'
import type { Input } from '../wire/shape.ts'
import { administeredUser, userShape } from './administered.ts'

export const adminGetUserShape = userShape

export const adminGetUser =
  (services: Pick<Services, 'directory' | 'softwareTokens' | 'users'>) =>
  async (input: Input<typeof adminGetUserShape>): Promise<AdminGetUserResponse> => {
    const { user } = administeredUser(services, input)
    return {
      Username: user.username,
      UserAttributes: attributesOf(user),
      ...stateOf(user),
      ...mfaSettingsOf(services, user),
    }
  }
