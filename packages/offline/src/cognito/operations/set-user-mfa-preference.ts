/** SetUserMFAPreference: the caller switches their second factors on and off, and says which one they prefer. */
import type { SetUserMFAPreferenceResponse } from '@aws-sdk/client-cognito-identity-provider'
import { changedPreference, mfaPreferenceShape } from '../mfa-preference.ts'
import type { Services } from '../services.ts'
import * as field from '../wire/fields.ts'
import { type Input, required } from '../wire/shape.ts'

export const setUserMfaPreferenceShape = {
  AccessToken: required(field.accessToken),
  ...mfaPreferenceShape,
}

export const setUserMfaPreference =
  (services: Pick<Services, 'callers' | 'passkeys' | 'softwareTokens' | 'transaction' | 'users'>) =>
  async (input: Input<typeof setUserMfaPreferenceShape>): Promise<SetUserMFAPreferenceResponse> => {
    const { callers, transaction, users } = services
    const { user, pool } = await callers.of(input.AccessToken)
    transaction(() => users.change(user, { mfa: changedPreference(services, pool, user, input) }))
    return {}
  }
