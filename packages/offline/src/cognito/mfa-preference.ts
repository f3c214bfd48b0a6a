/**
 * Which second factors a user has switched on, and which is preferred: set by
 * the user or by an administrator, under the same rules. What is not mentioned
 * stays as it is.
 */
import { hasVerifiedEmail } from './authentication/factors.ts'
import { unsupported } from './errors.ts'
import type { Pool } from './pool.ts'
import { invalidParameter } from './rules/failures.ts'
import { openText } from './rules/open-texts.ts'
import { offersFactor } from './second-factors.ts'
import type { Services } from './services.ts'
import type { MfaPreference, SecondFactor, User } from './store/users.ts'
import * as field from './wire/fields.ts'
import type { Input } from './wire/shape.ts'

const factor = { kind: 'structure', of: { Enabled: field.flag, PreferredMfa: field.flag } } as const

export const mfaPreferenceShape = {
  SMSMfaSettings: factor,
  SoftwareTokenMfaSettings: factor,
  EmailMfaSettings: factor,
  WebAuthnMfaSettings: { kind: 'structure', of: { Enabled: field.flag } },
} as const

type FactorInput = { Enabled: boolean | undefined; PreferredMfa: boolean | undefined } | undefined

const factors = ['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'] as const

type NeededServices = Pick<Services, 'passkeys' | 'softwareTokens'>

/** The user's preference with these changes. Refuses what the pool does not have or the user has not set up. */
export function changedPreference(
  services: NeededServices,
  pool: Pool,
  user: User,
  input: Input<typeof mfaPreferenceShape>,
): MfaPreference {
  const { SMSMfaSettings: sms, WebAuthnMfaSettings: passkeys } = input
  const given: Record<SecondFactor, FactorInput> = {
    SOFTWARE_TOKEN_MFA: input.SoftwareTokenMfaSettings,
    EMAIL_OTP: input.EmailMfaSettings,
  }
  checkPreferred([sms, ...Object.values(given)])
  if (sms?.Enabled) refuseSms(user)
  for (const name of factors) if (given[name]?.Enabled) refuseUnlessReady(services, pool, user, name)
  if (passkeys?.Enabled) refuseUnlessPasskeys(services, pool, user)

  const before = user.mfa
  const isEnabled = (name: SecondFactor) =>
    given[name] ? given[name].Enabled : before.enabled?.includes(name)
  const preferred =
    factors.find(name => given[name]?.PreferredMfa) ??
    (before.preferred && !given[before.preferred] ? before.preferred : undefined)
  const usesPasskeys = passkeys ? (passkeys.Enabled ?? false) : before.passkeys
  return {
    enabled: factors.filter(isEnabled),
    ...(preferred && { preferred }),
    ...(usesPasskeys !== undefined && { passkeys: usesPasskeys }),
  }
}

function checkPreferred(given: readonly FactorInput[]) {
  const preferred = given.filter(settings => settings?.PreferredMfa)
  if (preferred.length > 1) throw invalidParameter(openText.onlyOnePreferred)
  if (preferred.some(settings => !settings?.Enabled)) throw invalidParameter(openText.preferredNotEnabled)
}

function refuseSms({ attributes }: User): never {
  throw attributes.phone_number === undefined
    ? invalidParameter('User does not have a phone_number set to turn on SMS MFA')
    : unsupported('MFA by SMS')
}

function refuseUnlessReady({ softwareTokens }: NeededServices, pool: Pool, user: User, name: SecondFactor) {
  if (name === 'SOFTWARE_TOKEN_MFA' && !softwareTokens.isVerified(user.sub)) {
    throw invalidParameter('User has not set up software token mfa')
  }
  if (name === 'EMAIL_OTP' && !hasVerifiedEmail(user)) {
    throw invalidParameter(openText.emailNotVerified)
  }
  if (!offersFactor(pool, name)) throw invalidParameter(openText.factorNotOfPool(name))
}

function refuseUnlessPasskeys({ passkeys }: NeededServices, pool: Pool, { sub }: User) {
  if (!pool.passkeys?.countAsTwoFactors) throw invalidParameter(openText.factorNotOfPool('Passkey MFA'))
  if (!passkeys.has(sub)) throw invalidParameter(openText.noPasskey)
}
