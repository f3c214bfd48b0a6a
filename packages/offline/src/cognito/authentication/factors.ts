/**
 * What a user can prove who they are with, as the pool and what they have set
 * up allow.
 *
 * A one-time code by email is a first factor only for someone who needs no
 * second one, for it would be both. So is a passkey, unless the pool counts it
 * as two.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html
 */
import type { Pool } from '../pool.ts'
import { offersFactor } from '../second-factors.ts'
import type { Services } from '../services.ts'
import type { SecondFactor, User } from '../store/users.ts'

type Factors = Pick<Services, 'passkeys' | 'softwareTokens'>

export type FirstFactor = 'PASSWORD_SRP' | 'PASSWORD' | 'EMAIL_OTP' | 'WEB_AUTHN'

/** For USER_AUTH, in the order in which they are offered. A user who does not exist has what most have. */
export function firstFactors(services: Factors, pool: Pool, user: User | undefined): FirstFactor[] {
  const isSingleEnough = !user || !needsSecondFactor(services, pool, user)
  const has: Record<FirstFactor, boolean> = {
    PASSWORD_SRP: pool.firstFactors.has('PASSWORD') && (!user || user.password?.srp != null),
    PASSWORD: pool.firstFactors.has('PASSWORD') && (!user || user.password !== null),
    EMAIL_OTP:
      pool.firstFactors.has('EMAIL_OTP') &&
      (!user || hasVerifiedEmail(user)) &&
      pool.mfa.mode !== 'ON' &&
      isSingleEnough,
    WEB_AUTHN:
      pool.firstFactors.has('WEB_AUTHN') &&
      pool.passkeys !== undefined &&
      user !== undefined &&
      services.passkeys.has(user.sub) &&
      (isSingleEnough || isPasskeyTwoFactors(pool, user)),
  }
  return (Object.keys(has) as FirstFactor[]).filter(factor => has[factor])
}

/** Those that this user is asked for. Where MFA is optional, only what they switched on. */
export function secondFactors({ softwareTokens }: Factors, pool: Pool, user: User): SecondFactor[] {
  const isSetUp: Record<SecondFactor, boolean> = {
    SOFTWARE_TOKEN_MFA: softwareTokens.isVerified(user.sub),
    EMAIL_OTP: hasVerifiedEmail(user),
  }
  const usable = factorsOf(pool).filter(factor => isSetUp[factor])
  const chosen = usable.filter(factor => user.mfa.enabled?.includes(factor))
  // Demanded, and nothing chosen: what there is has to do.
  return pool.mfa.mode === 'ON' && chosen.length === 0 ? usable.slice(0, 1) : chosen
}

/** The second factors of the pool, the codes of an app before those of a mail. */
export const factorsOf = (pool: Pool): SecondFactor[] =>
  (['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'] as const).filter(factor => offersFactor(pool, factor))

export function needsSecondFactor(services: Factors, pool: Pool, user: User) {
  return pool.mfa.mode === 'ON' || secondFactors(services, pool, user).length > 0
}

export const isPasskeyTwoFactors = ({ passkeys }: Pool, { mfa }: User) =>
  (passkeys?.countAsTwoFactors ?? false) && mfa.passkeys !== false

export const hasVerifiedEmail = ({ attributes }: Pick<User, 'attributes'>) =>
  attributes.email !== undefined && attributes.email_verified === 'true'
