/**
 * Second factors: which a pool has, which a user has switched on, and which of
 * them still work.
 */
import type { Pool } from './pool.ts'
import type { Services } from './services.ts'
import type { MfaPreference, SecondFactor, User } from './store/users.ts'

/** A pool without MFA has no second factor, whatever else is set. */
export function offersFactor({ mfa }: Pool, factor: SecondFactor) {
  if (mfa.mode === 'OFF') return false
  return factor === 'SOFTWARE_TOKEN_MFA' ? mfa.softwareToken : mfa.email
}

/** What the user has switched on, and this one. */
export const switchedOn = ({ mfa }: User, factor: SecondFactor): MfaPreference => ({
  ...mfa,
  enabled: [...new Set([...(mfa.enabled ?? []), factor])],
})

/**
 * As answers tell it; members are absent where nothing is set. An
 * authenticator app that has been replaced does not count until the new one
 * is verified.
 */
export function mfaSettingsOf(
  { softwareTokens }: Pick<Services, 'softwareTokens'>,
  { sub, mfa }: User,
): { UserMFASettingList?: SecondFactor[]; PreferredMfaSetting?: SecondFactor } {
  const enabled = (mfa.enabled ?? []).filter(
    factor => factor !== 'SOFTWARE_TOKEN_MFA' || softwareTokens.isVerified(sub),
  )
  return {
    ...(enabled.length > 0 && { UserMFASettingList: enabled }),
    ...(mfa.preferred && enabled.includes(mfa.preferred) && { PreferredMfaSetting: mfa.preferred }),
  }
}
