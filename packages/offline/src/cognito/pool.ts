/** The settings of a user pool, in the form in which the operations ask for them, with Cognito's defaults. */
import type {
  AuthFactorType,
  RecoveryOptionNameType,
  UserVerificationType,
} from '@aws-sdk/client-cognito-identity-provider'
import type { UserPool } from '../config/model.ts'
import { StartError } from '../start-error.ts'
import { type Schema, schemaOf } from './rules/attributes.ts'
import { type PasswordPolicy, passwordPolicyOf } from './rules/password-policy.ts'
import { type PoolTriggers, triggersOf } from './rules/pool-triggers.ts'

/**
 * `username`: by that alone. `alias`: by username or by verified email, where
 * several users may hold the same address until one verifies it. `email`: the
 * address stands for the username from the start, and is unique.
 */
type SignInDesign = 'username' | 'alias' | 'email'

export type PoolSettings = UserPool['pool']
export type PoolFactors = NonNullable<UserPool['factors']>

/** Undefined where the pool leaves the wording to Cognito. `{####}` is where the code goes. */
type MailTemplate = { subject: string | undefined; body: string | undefined }

export type Pool = {
  id: string
  name: string
  issuer: string
  signInDesign: SignInDesign
  isCaseSensitive: boolean
  /** Whether a code is sent to the email address of someone who signs up. */
  verifiesEmail: boolean
  /** Whether a new address waits for its code before it takes the place of the old. */
  verifiesEmailBeforeUpdate: boolean
  isSignUpOpen: boolean
  /** What USER_AUTH may begin with. */
  firstFactors: ReadonlySet<AuthFactorType>
  /** Whether a one-time code can stand in for the password from the start. */
  isPasswordless: boolean
  mfa: { mode: 'OFF' | 'OPTIONAL' | 'ON'; softwareToken: boolean; email: boolean }
  passkeys:
    | { relyingPartyId: string; userVerification: UserVerificationType; countAsTwoFactors: boolean }
    | undefined
  passwordPolicy: PasswordPolicy
  passwordHistorySize: number
  temporaryPasswordMs: number
  /** The ways to recover an account, the preferred one first. */
  recovery: readonly RecoveryOptionNameType[]
  schema: Schema
  triggers: PoolTriggers
  mail: Record<'verification' | 'invitation' | 'secondFactor', MailTemplate>
  isProtected: boolean
  /** As they were given, for whoever describes the pool. */
  settings: PoolSettings
  factors: PoolFactors
}

const dayMs = 24 * 60 * 60 * 1000
const defaultTemporaryPasswordDays = 7

/** Throws a StartError for settings that this engine cannot follow. */
export function poolOf(
  { pool: settings, factors = {} }: Pick<UserPool, 'pool' | 'factors'>,
  region: string,
): Pool {
  const reasons = refusedSettings(settings)
  if (reasons.length > 0) {
    throw new StartError(
      `User pool ${settings.Name}: the offline Cognito does not support ${reasons.join(', ')}.`,
    )
  }
  const { AdminCreateUserConfig: invitation, Policies, VerificationMessageTemplate: template } = settings
  const { PasswordPolicy: passwords } = Policies ?? {}
  const firstFactors = Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? ['PASSWORD']
  const verifiedBeforeUpdate = settings.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate
  return {
    id: settings.Id,
    name: settings.Name,
    issuer: issuerOf(region, settings.Id),
    signInDesign: signInDesignOf(settings),
    isCaseSensitive: settings.UsernameConfiguration?.CaseSensitive ?? true,
    verifiesEmail: settings.AutoVerifiedAttributes?.includes('email') ?? false,
    verifiesEmailBeforeUpdate: verifiedBeforeUpdate?.includes('email') ?? false,
    isSignUpOpen: !invitation?.AllowAdminCreateUserOnly,
    firstFactors: new Set(firstFactors),
    isPasswordless: firstFactors.some(factor => factor === 'EMAIL_OTP' || factor === 'SMS_OTP'),
    mfa: {
      mode: settings.MfaConfiguration ?? 'OFF',
      softwareToken: factors.SoftwareTokenMfaConfiguration?.Enabled ?? false,
      email: factors.EmailMfaConfiguration !== undefined,
    },
    passkeys: passkeysOf(factors),
    passwordPolicy: passwordPolicyOf(passwords),
    passwordHistorySize: passwords?.PasswordHistorySize ?? 0,
    // Zero is the same as none.
    temporaryPasswordMs:
      (passwords?.TemporaryPasswordValidityDays ||
        invitation?.UnusedAccountValidityDays ||
        defaultTemporaryPasswordDays) * dayMs,
    recovery: recoveryOf(settings),
    schema: schemaOf(settings.SchemaAttributes),
    triggers: triggersOf(settings.LambdaConfig),
    mail: {
      verification: {
        subject: template?.EmailSubject || settings.EmailVerificationSubject || undefined,
        body: template?.EmailMessage || settings.EmailVerificationMessage || undefined,
      },
      invitation: {
        subject: invitation?.InviteMessageTemplate?.EmailSubject || undefined,
        body: invitation?.InviteMessageTemplate?.EmailMessage || undefined,
      },
      secondFactor: {
        subject: factors.EmailMfaConfiguration?.Subject || undefined,
        body: factors.EmailMfaConfiguration?.Message || undefined,
      },
    },
    isProtected: settings.DeletionProtection === 'ACTIVE',
    settings,
    factors,
  }
}

export function issuerOf(region: string, poolId: string) {
  return `https://cognito-idp.${region}.amazonaws.com/${poolId}`
}

/** How names are compared in this pool: as they are, or without regard to case. */
export function comparable(pool: Pool, name: string) {
  return pool.isCaseSensitive ? name : name.toLowerCase()
}

function signInDesignOf({ AliasAttributes, UsernameAttributes }: PoolSettings): SignInDesign {
  if (UsernameAttributes?.length) return 'email'
  return AliasAttributes?.length ? 'alias' : 'username'
}

function passkeysOf({ WebAuthnConfiguration: settings }: PoolFactors): Pool['passkeys'] {
  if (!settings?.RelyingPartyId) return undefined
  return {
    relyingPartyId: settings.RelyingPartyId,
    userVerification: settings.UserVerification ?? 'preferred',
    countAsTwoFactors: settings.FactorConfiguration === 'MULTI_FACTOR_WITH_USER_VERIFICATION',
  }
}

/** A pool that says nothing prefers the telephone. */
function recoveryOf({ AccountRecoverySetting: setting }: PoolSettings): RecoveryOptionNameType[] {
  const mechanisms = setting?.RecoveryMechanisms ?? [
    { Name: 'verified_phone_number', Priority: 1 },
    { Name: 'verified_email', Priority: 2 },
  ]
  return mechanisms
    .toSorted((one, other) => (one.Priority ?? 0) - (other.Priority ?? 0))
    .flatMap(({ Name }) => Name ?? [])
}

const isOtherThanEmail = (name: string) => name !== 'email'

/**
 * What would make the pool behave in a way which this engine cannot, by the
 * name under which it is told. A pool that has one of these is not served.
 */
const refusals: Readonly<Record<string, (settings: Partial<PoolSettings>) => unknown>> = {
  'an alias beside a username attribute': ({ AliasAttributes, UsernameAttributes }) =>
    AliasAttributes?.length && UsernameAttributes?.length,
  'the alias phone_number': ({ AliasAttributes }) => AliasAttributes?.includes('phone_number'),
  'the alias preferred_username': ({ AliasAttributes }) => AliasAttributes?.includes('preferred_username'),
  'the username phone_number': ({ UsernameAttributes }) => UsernameAttributes?.some(isOtherThanEmail),
  'verification of phone_number': ({ AutoVerifiedAttributes }) =>
    AutoVerifiedAttributes?.some(isOtherThanEmail),
  'confirmation by link': ({ VerificationMessageTemplate }) =>
    VerificationMessageTemplate?.DefaultEmailOption === 'CONFIRM_WITH_LINK',
  'device tracking': ({ DeviceConfiguration }) => DeviceConfiguration,
  'the updated issuer': ({ IssuerConfiguration }) => IssuerConfiguration?.Type === 'UPDATED',
  'the trigger CustomEmailSender': ({ LambdaConfig }) => LambdaConfig?.CustomEmailSender,
  'the trigger CustomSMSSender': ({ LambdaConfig }) => LambdaConfig?.CustomSMSSender,
  'the trigger InboundFederation': ({ LambdaConfig }) => LambdaConfig?.InboundFederation,
}

/** What this engine does without. A pool that has one of these is served, and the start tells of it. */
const omissions: Readonly<Record<string, (settings: Partial<PoolSettings>) => unknown>> = {
  'text messages': ({ SmsConfiguration, Policies }) =>
    SmsConfiguration || Policies?.SignInPolicy?.AllowedFirstAuthFactors?.includes('SMS_OTP'),
  'threat protection': ({ UserPoolAddOns }) => (UserPoolAddOns?.AdvancedSecurityMode ?? 'OFF') !== 'OFF',
  'dynamic client registration': ({ DcrConfiguration }) => DcrConfiguration,
  'a key of its own': ({ KeyConfiguration }) => KeyConfiguration?.KmsKeyArn,
  'names of its own for assurance levels': ({ AcrConfiguration }) => AcrConfiguration,
}

export const poolRefusals: readonly string[] = Object.keys(refusals)
export const poolOmissions: readonly string[] = Object.keys(omissions)

export const refusedSettings = (settings: Partial<PoolSettings>) =>
  poolRefusals.filter(name => refusals[name]?.(settings))

export const omittedSettings = (settings: Partial<PoolSettings>) =>
  poolOmissions.filter(name => omissions[name]?.(settings))
