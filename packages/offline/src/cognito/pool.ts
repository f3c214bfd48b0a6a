/** The settings of a user pool, in the form in which the operations ask for them, with Cognito's defaults. */
import type { UserPool } from '../config/model.ts'
import { StartError } from '../start-error.ts'
import { type Schema, schemaOf } from './rules/attributes.ts'
import { type PasswordPolicy, passwordPolicyOf } from './rules/password-policy.ts'

/**
 * `username`: by that alone. `alias`: by username or by verified email, where
 * several users may hold the same address until one verifies it. `email`: the
 * address stands for the username from the start, and is unique.
 */
type SignInDesign = 'username' | 'alias' | 'email'

export type Pool = {
  id: string
  issuer: string
  signInDesign: SignInDesign
  isCaseSensitive: boolean
  /** Whether a code is sent to the email address of someone who signs up. */
  verifiesEmail: boolean
  isSignUpOpen: boolean
  /** Whether a one-time code can stand in for the password from the start. */
  isPasswordless: boolean
  passwordPolicy: PasswordPolicy
  schema: Schema
  /** Of the mail with a code. `{####}` is where the code goes. */
  verificationMail: { subject: string | undefined; body: string | undefined }
}

type Settings = UserPool['pool']

export function poolOf(settings: Settings, region: string): Pool {
  refuseUnsupported(settings)
  const template = settings.VerificationMessageTemplate
  const firstFactors = settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? []
  return {
    id: settings.Id,
    issuer: issuerOf(region, settings.Id),
    signInDesign: signInDesignOf(settings),
    isCaseSensitive: settings.UsernameConfiguration?.CaseSensitive ?? true,
    verifiesEmail: settings.AutoVerifiedAttributes?.includes('email') ?? false,
    isSignUpOpen: !settings.AdminCreateUserConfig?.AllowAdminCreateUserOnly,
    isPasswordless: firstFactors.some(factor => factor === 'EMAIL_OTP' || factor === 'SMS_OTP'),
    passwordPolicy: passwordPolicyOf(settings.Policies?.PasswordPolicy),
    schema: schemaOf(settings.SchemaAttributes),
    verificationMail: {
      subject: template?.EmailSubject || settings.EmailVerificationSubject || undefined,
      body: template?.EmailMessage || settings.EmailVerificationMessage || undefined,
    },
  }
}

export function issuerOf(region: string, poolId: string) {
  return `https://cognito-idp.${region}.amazonaws.com/${poolId}`
}

/** How names are compared in this pool: as they are, or without regard to case. */
export function comparable(pool: Pool, name: string) {
  return pool.isCaseSensitive ? name : name.toLowerCase()
}

function signInDesignOf({ AliasAttributes, UsernameAttributes }: Settings): SignInDesign {
  if (UsernameAttributes?.length) return 'email'
  return AliasAttributes?.length ? 'alias' : 'username'
}

/** Settings that would make the pool behave in a way which this engine cannot. Never passed over in silence. */
function refuseUnsupported(settings: Settings) {
  const { AliasAttributes = [], UsernameAttributes = [], AutoVerifiedAttributes = [] } = settings
  const reasons = [
    ...AliasAttributes.filter(name => name !== 'email').map(name => `the alias ${name}`),
    ...UsernameAttributes.filter(name => name !== 'email').map(name => `the username ${name}`),
    ...AutoVerifiedAttributes.filter(name => name !== 'email').map(name => `verification of ${name}`),
    ...Object.keys(settings.LambdaConfig ?? {}).map(trigger => `the trigger ${trigger}`),
    ...(AliasAttributes.length && UsernameAttributes.length ? ['an alias beside a username attribute'] : []),
    ...(settings.MfaConfiguration === 'ON' ? ['obligatory MFA'] : []),
    ...(settings.DeviceConfiguration ? ['device tracking'] : []),
    ...(settings.IssuerConfiguration?.Type === 'UPDATED' ? ['the updated issuer'] : []),
    ...(settings.VerificationMessageTemplate?.DefaultEmailOption === 'CONFIRM_WITH_LINK'
      ? ['confirmation by link']
      : []),
  ]
  if (reasons.length > 0) {
    throw new StartError(
      `User pool ${settings.Name}: the offline Cognito does not support ${reasons.join(', ')}.`,
    )
  }
}
