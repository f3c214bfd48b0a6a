/** AdminEnableUser: the user may sign in again. Sign-ins that disabling ended stay ended. */
import type { AdminEnableUserResponse } from '@aws-sdk/client-cognito-identity-provider'
import type { Services } from '../services.ts'
import type { Input } from '../wire/shape.ts'
import { administeredUser, userShape } from './administered.ts'

export const adminEnableUserShape = userShape

export const adminEnableUser =
  (services: Pick<Services, 'directory' | 'transaction' | 'users'>) =>
  async (input: Input<typeof adminEnableUserShape>): Promise<AdminEnableUserResponse> => {
    const { user } = administeredUser(services, input)
    services.transaction(() => services.users.change(user, { isEnabled: true }))
    return {}
  }
