/** AdminUserGlobalSignOut: what GlobalSignOut does, for any user. */
import type { AdminUserGlobalSignOutResponse } from '@aws-sdk/client-cognito-identity-provider'
import type { Services } from '../services.ts'
import { signOutEverywhere } from '../sign-out.ts'
import type { Input } from '../wire/shape.ts'
import { administeredUser, userShape } from './administered.ts'

export const adminUserGlobalSignOutShape = userShape

export const adminUserGlobalSignOut =
  (services: Pick<Services, 'directory' | 'signIns' | 'transaction' | 'users'>) =>
  async (input: Input<typeof adminUserGlobalSignOutShape>): Promise<AdminUserGlobalSignOutResponse> => {
    const { user } = administeredUser(services, input)
    services.transaction(() => signOutEverywhere(services, user))
    return {}
  }
