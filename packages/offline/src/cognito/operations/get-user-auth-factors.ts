/** GetUserAuthFactors: with what the caller can sign in, and which second factors they have switched on. */
import type { AuthFactorType, GetUserAuthFactorsResponse } from '@aws-sdk/client-cognito-identity-provider'
import { hasVerifiedEmail } from '../authentication/factors.ts'
import type { Pool } from '../pool.ts'
import { mfaSettingsOf, offersFactor } from '../second-factors.ts'
import type { Services } from '../services.ts'
import type { User } from '../store/users.ts'
import * as field from '../wire/fields.ts'
import { type Input, required } from '../wire/shape.ts'

export const getUserAuthFactorsShape = { AccessToken: required(field.accessToken) }

export const getUserAuthFactors =
  (services: Pick<Services, 'callers' | 'passkeys' | 'softwareTokens'>) =>
  async (input: Input<typeof getUserAuthFactorsShape>): Promise<GetUserAuthFactorsResponse> => {
    const { user, pool } = await services.callers.of(input.AccessToken)
    return {
      Username: user.username,
      ConfiguredUserAuthFactors: configured(services, pool, user),
      ...mfaSettingsOf(services, user),
    }
  }

/** As a first factor or as a second, whichever the pool has it for. */
function configured(
  { passkeys, softwareTokens }: Pick<Services, 'passkeys' | 'softwareTokens'>,
  pool: Pool,
  user: User,
): AuthFactorType[] {
  const { sub, password, mfa } = user
  const { firstFactors } = pool
  const isEmailSecond = offersFactor(pool, 'EMAIL_OTP') && mfa.enabled?.includes('EMAIL_OTP')
  const ways: [AuthFactorType, boolean][] = [
    ['PASSWORD', firstFactors.has('PASSWORD') && password !== null],
    ['EMAIL_OTP', hasVerifiedEmail(user) && (firstFactors.has('EMAIL_OTP') || isEmailSecond === true)],
    ['WEB_AUTHN', firstFactors.has('WEB_AUTHN') && passkeys.has(sub)],
    ['SOFTWARE_TOKEN', offersFactor(pool, 'SOFTWARE_TOKEN_MFA') && softwareTokens.isVerified(sub)],
  ]
  return ways.filter(([, isConfigured]) => isConfigured).map(([factor]) => factor)
}
