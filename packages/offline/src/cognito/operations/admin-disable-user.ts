/** AdminDisableUser: the user may not sign in, and is signed out everywhere. */
import type { AdminDisableUserResponse } from '@aws-sdk/client-cognito-identity-provider'
import type { Services } from '../services.ts'
import { signOutEverywhere } from '../sign-out.ts'
import type { Input } from '../wire/shape.ts'
import { administeredUser, userShape } from './administered.ts'

export const adminDisableUserShape = userShape

export const adminDisableUser =
  (services: Pick<Services, 'directory' | 'signIns' | 'transaction' | 'users'>) =>
  async (input: Input<typeof adminDisableUserShape>): Promise<AdminDisableUserResponse> => {
    const { user } = administeredUser(services, input)
    services.transaction(() => {
      services.users.change(user, { isEnabled: false })
      signOutEverywhere(services, user)
    })
    return {}
  }
