/** AdminSetUserMFAPreference: what SetUserMFAPreference does, for any user, and bound by the same rules. */
import type { AdminSetUserMFAPreferenceResponse } from '@aws-sdk/client-cognito-identity-provider'
import { changedPreference, mfaPreferenceShape } from '../mfa-preference.ts'
import type { Services } from '../services.ts'
import type { Input } from '../wire/shape.ts'
import { administeredUser, userShape } from './administered.ts'

export const adminSetUserMfaPreferenceShape = { ...userShape, ...mfaPreferenceShape }

type AdminSetUserMfaPreferenceInput = Input<typeof adminSetUserMfaPreferenceShape>

export const adminSetUserMfaPreference =
  (services: Pick<Services, 'directory' | 'passkeys' | 'softwareTokens' | 'transaction' | 'users'>) =>
  async (input: AdminSetUserMfaPreferenceInput): Promise<AdminSetUserMFAPreferenceResponse> => {
    const { transaction, users } = services
    const { pool, user } = administeredUser(services, input)
    transaction(() => users.change(user, { mfa: changedPreference(services, pool, user, input) }))
    return {}
  }
