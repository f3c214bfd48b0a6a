/**
 * Every setting of a pool and of a client makes a difference: the same action
 * under two values has two outcomes. A setting without a row does not compile.
 */
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  AssociateSoftwareTokenCommand,
  type AuthFactorType,
  DeleteUserPoolCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  type LambdaConfigType,
  type PasswordPolicyType,
  type RecoveryOptionNameType,
  type RefreshTokenRotationType,
  RevokeTokenCommand,
  SetUserMFAPreferenceCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { decodeJwt } from 'jose'
import { expect, test } from 'vitest'
import type { Client } from './client.ts'
import type { Pool } from './pool.ts'
import type { TriggerName } from './rules/pool-triggers.ts'
import { everyFactor } from './testing/challenged-user.ts'
import { ClientId, Password, poolId, startEngine } from './testing/engine.ts'
import { signedIn } from './testing/passkey-user.ts'
import { signingIn } from './testing/signing-in.ts'
import type { InvokeFunction } from './triggers.ts'

type Settings = NonNullable<Parameters<typeof startEngine>[0]>
type Engine = Awaited<ReturnType<typeof startEngine>>

type Parts<Name extends string, Group> = `${Name}.${keyof NonNullable<Group> & string}`

type PoolSetting =
  | Exclude<
      keyof Pool,
      // What a pool is, and the settings as they were given.
      | 'id'
      | 'name'
      | 'issuer'
      | 'settings'
      | 'factors'
      // In parts, below.
      | 'mfa'
      | 'passkeys'
      | 'passwordPolicy'
      | 'triggers'
      | 'mail'
    >
  | Parts<'mfa', Pool['mfa']>
  | Parts<'passkeys', Pool['passkeys']>
  | Parts<'passwordPolicy', Pool['passwordPolicy']>
  | Exclude<Parts<'triggers', Pool['triggers']>, 'triggers.arns'>
  | `triggers.${TriggerName}`
  | Parts<'mail', Pool['mail']>

type ClientSetting =
  | Exclude<keyof Client, 'id' | 'name' | 'pool' | 'settings' | 'lifetime'>
  | Parts<'lifetime', Client['lifetime']>
  | Parts<'rotation', Client['rotation']>

type Flip = {
  settings: readonly [Settings, Settings]
  /** What it gives is the outcome; for a refusal, that is the exception's name. */
  action: (engine: Engine) => Promise<unknown>
  outcomes: readonly [unknown, unknown]
}

const passwordFlows = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] as const

const pool = (settings: Settings['pool'] = {}): Settings => ({ pool: settings })
const client = (settings: Settings['client'] = {}): Settings => ({
  client: { ExplicitAuthFlows: [...passwordFlows], ...settings },
})
/** Rotation and the flow that it replaces exclude each other. */
const rotating = (RefreshTokenRotation: RefreshTokenRotationType): Settings =>
  client({ ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'], RefreshTokenRotation })
const policy = (settings: PasswordPolicyType) => pool({ Policies: { PasswordPolicy: settings } })
const firstFactors = (...AllowedFirstAuthFactors: AuthFactorType[]): Settings => ({
  pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors } } },
  client: { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_USER_PASSWORD_AUTH'] },
})
const recovery = (Name: RecoveryOptionNameType) =>
  pool({ AccountRecoverySetting: { RecoveryMechanisms: [{ Name, Priority: 1 }] } })
const mfa = (factors: Settings['factors']): Settings => ({
  pool: { MfaConfiguration: 'OPTIONAL' },
  factors: { SoftwareTokenMfaConfiguration: { Enabled: true }, ...factors },
})
const relyingParty = (settings: object): Settings => ({
  pool: {
    MfaConfiguration: 'OPTIONAL',
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } },
  },
  factors: {
    SoftwareTokenMfaConfiguration: { Enabled: true },
    WebAuthnConfiguration: { RelyingPartyId: 'localhost', ...settings },
  },
})
const functions = (LambdaConfig: LambdaConfigType, invoke: InvokeFunction): Settings => ({
  pool: { LambdaConfig },
  invoke,
})

/** Of a function that adds a scope, which has a meaning from the second version on. */
const withScope: InvokeFunction = async (_, event) => ({
  ok: true,
  payload: {
    ...event,
    response: {
      claimsAndScopeOverrideDetails: { accessTokenGeneration: { scopesToAdd: ['books'] } },
    },
  },
})
const withMigration: InvokeFunction = async (_, event) => ({
  ok: true,
  payload: {
    ...event,
    response: { userAttributes: {}, finalUserStatus: 'CONFIRMED', messageAction: 'SUPPRESS' },
  },
})

const tokenGeneration = (LambdaVersion: 'V1_0' | 'V2_0') =>
  functions({ PreTokenGenerationConfig: { LambdaVersion, LambdaArn: 'function' } }, withScope)

async function tokens(engine: Engine) {
  await engine.confirmedUser()
  return (await engine.signIn()).AuthenticationResult ?? {}
}

const invite = ({ sdk }: Engine) =>
  sdk.send(
    new AdminCreateUserCommand({
      UserPoolId: poolId,
      Username: 'ada',
      TemporaryPassword: Password,
      UserAttributes: [{ Name: 'email', Value: 'ada@example.test' }],
    }),
  )

const signUpWith = async ({ sdk }: Engine, Name: string, Value: string) => {
  const UserAttributes = [{ Name, Value }]
  await sdk.send(new SignUpCommand({ ClientId, Username: 'ada', Password, UserAttributes }))
  return 'signed up'
}

const signUpBy = async (engine: Engine, username?: string) => {
  await engine.signUp(username)
  return 'signed up'
}

const subject = ({ cognito }: Engine) => cognito.messages()[0]?.subject

async function passkeyOptions(engine: Engine) {
  await engine.confirmedUser()
  return (await signedIn(engine)).start()
}

const rotate = async ({ sdk }: Engine, RefreshToken: string | undefined) =>
  (await sdk.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken }))).AuthenticationResult

async function confirmedBy(engine: Engine) {
  await engine.confirmedUser()
  return 'confirmed'
}

const tokenType = async (engine: Engine) => (await tokens(engine)).TokenType

/** A function that refuses whatever it is asked, and nothing else that would. */
const asked = (trigger: TriggerName, action: Flip['action'], otherwise: unknown): Flip => ({
  settings: [
    pool(),
    functions({ [trigger]: 'function' }, async () => ({ ok: false, errorType: 'Error', errorMessage: 'no' })),
  ],
  action,
  outcomes: [otherwise, 'UserLambdaValidationException'],
})

/** Custom sign-in takes three functions. */
function needed(trigger: TriggerName): Flip {
  const { [trigger]: _, ...others } = everyFactor.pool.LambdaConfig
  return {
    settings: [everyFactor, { ...everyFactor, pool: { ...everyFactor.pool, LambdaConfig: others } }],
    action: async engine => {
      await engine.confirmedUser()
      const { initiate, respond } = signingIn(engine.sdk)
      const challenge = await initiate('CUSTOM_AUTH', { USERNAME: 'ada' })
      return (await respond(challenge, { ANSWER: 'blue' })).AuthenticationResult?.TokenType
    },
    outcomes: ['Bearer', expect.stringMatching(/Exception$/)],
  }
}

const poolFlips = {
  signInDesign: {
    settings: [pool({ AliasAttributes: ['email'] }), pool({ AliasAttributes: [] })],
    action: engine => signUpBy(engine, 'ada@example.test'),
    outcomes: ['InvalidParameterException', 'signed up'],
  },
  isCaseSensitive: {
    settings: [
      pool({ UsernameConfiguration: { CaseSensitive: true } }),
      pool({ UsernameConfiguration: { CaseSensitive: false } }),
    ],
    action: async engine => {
      await engine.signUp('ada')
      return signUpBy(engine, 'ADA')
    },
    outcomes: ['signed up', 'UsernameExistsException'],
  },
  verifiesEmail: {
    settings: [pool({ AutoVerifiedAttributes: ['email'] }), pool({ AutoVerifiedAttributes: [] })],
    action: async engine => (await engine.signUp()).CodeDeliveryDetails?.AttributeName,
    outcomes: ['email', undefined],
  },
  verifiesEmailBeforeUpdate: {
    settings: [
      pool(),
      pool({ UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] } }),
    ],
    action: async engine => {
      const { AccessToken } = await tokens(engine)
      const UserAttributes = [{ Name: 'email', Value: 'ada@other.test' }]
      await engine.sdk.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }))
      const user = await engine.sdk.send(new GetUserCommand({ AccessToken }))
      return user.UserAttributes?.find(({ Name }) => Name === 'email')?.Value
    },
    outcomes: ['ada@other.test', 'ada@example.test'],
  },
  isSignUpOpen: {
    settings: [pool(), pool({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } })],
    action: engine => signUpBy(engine),
    outcomes: ['signed up', 'NotAuthorizedException'],
  },
  firstFactors: {
    settings: [firstFactors('PASSWORD'), firstFactors('PASSWORD', 'EMAIL_OTP')],
    action: async engine => {
      await engine.signUp()
      await engine.confirm()
      const { initiate } = signingIn(engine.sdk)
      return (await initiate('USER_AUTH', { USERNAME: 'ada' })).AvailableChallenges?.includes('EMAIL_OTP')
    },
    outcomes: [false, true],
  },
  isPasswordless: {
    settings: [firstFactors('PASSWORD'), firstFactors('PASSWORD', 'EMAIL_OTP')],
    action: async ({ sdk }) => {
      const { UserConfirmed } = await sdk.send(new SignUpCommand({ ClientId, Username: 'ada' }))
      return UserConfirmed
    },
    outcomes: ['InvalidParameterException', false],
  },
  'mfa.mode': {
    settings: [
      { ...mfa({}), ...pool({ MfaConfiguration: 'OPTIONAL' }) },
      { ...mfa({}), ...pool({ MfaConfiguration: 'ON' }) },
    ],
    action: async engine => {
      await engine.confirmedUser()
      return (await engine.signIn()).ChallengeName
    },
    outcomes: [undefined, 'MFA_SETUP'],
  },
  'mfa.softwareToken': {
    settings: [
      mfa({ SoftwareTokenMfaConfiguration: { Enabled: false }, EmailMfaConfiguration: {} }),
      mfa({ EmailMfaConfiguration: {} }),
    ],
    action: async engine => {
      const { AccessToken } = await tokens(engine)
      const { SecretCode } = await engine.sdk.send(new AssociateSoftwareTokenCommand({ AccessToken }))
      return typeof SecretCode
    },
    outcomes: ['SoftwareTokenMFANotFoundException', 'string'],
  },
  'mfa.email': {
    settings: [mfa({}), mfa({ EmailMfaConfiguration: {} })],
    action: async engine => {
      const { AccessToken } = await tokens(engine)
      const EmailMfaSettings = { Enabled: true }
      await engine.sdk.send(new SetUserMFAPreferenceCommand({ AccessToken, EmailMfaSettings }))
      return 'switched on'
    },
    outcomes: ['InvalidParameterException', 'switched on'],
  },
  'passkeys.relyingPartyId': {
    settings: [relyingParty({}), relyingParty({ RelyingPartyId: 'example.test' })],
    action: async engine => (await passkeyOptions(engine)).rp.id,
    outcomes: ['localhost', 'example.test'],
  },
  'passkeys.userVerification': {
    settings: [
      relyingParty({ UserVerification: 'preferred' }),
      relyingParty({ UserVerification: 'required' }),
    ],
    action: async engine => {
      await engine.confirmedUser()
      const { register } = await signedIn(engine)
      await register({ verifiesUser: false })
      return 'registered'
    },
    outcomes: ['registered', 'WebAuthnCredentialNotSupportedException'],
  },
  'passkeys.countAsTwoFactors': {
    settings: [
      relyingParty({}),
      relyingParty({ FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION' }),
    ],
    action: async engine => {
      await engine.confirmedUser()
      const { register, AccessToken } = await signedIn(engine)
      await register()
      const WebAuthnMfaSettings = { Enabled: true }
      await engine.sdk.send(new SetUserMFAPreferenceCommand({ AccessToken, WebAuthnMfaSettings }))
      return 'switched on'
    },
    outcomes: ['InvalidParameterException', 'switched on'],
  },
  'passwordPolicy.minimumLength': {
    settings: [policy({ MinimumLength: 6 }), policy({ MinimumLength: 16 })],
    action: engine => signUpBy(engine),
    outcomes: ['signed up', 'InvalidPasswordException'],
  },
  'passwordPolicy.classes': {
    settings: [policy({ RequireSymbols: false }), policy({ RequireSymbols: true })],
    action: async ({ sdk }) => {
      await sdk.send(new SignUpCommand({ ClientId, Username: 'ada', Password: 'CorrectHorse7' }))
      return 'signed up'
    },
    outcomes: ['signed up', 'InvalidPasswordException'],
  },
  passwordHistorySize: {
    settings: [policy({ PasswordHistorySize: 0 }), policy({ PasswordHistorySize: 1 })],
    action: async engine => {
      await engine.confirmedUser()
      const password = { UserPoolId: poolId, Username: 'ada', Password, Permanent: true }
      await engine.sdk.send(new AdminSetUserPasswordCommand(password))
      return 'set'
    },
    outcomes: ['set', 'PasswordHistoryPolicyViolationException'],
  },
  temporaryPasswordMs: {
    settings: [policy({ TemporaryPasswordValidityDays: 3 }), policy({ TemporaryPasswordValidityDays: 1 })],
    action: async engine => {
      await invite(engine)
      engine.clock.advance({ hours: 48 })
      return (await engine.signIn()).ChallengeName
    },
    outcomes: ['NEW_PASSWORD_REQUIRED', 'NotAuthorizedException'],
  },
  recovery: {
    settings: [recovery('verified_email'), recovery('admin_only')],
    action: async engine => {
      await engine.confirmedUser()
      await engine.sdk.send(new ForgotPasswordCommand({ ClientId, Username: 'ada' }))
      return engine.cognito.messages()[0]?.kind
    },
    outcomes: ['ForgotPassword', 'NotAuthorizedException'],
  },
  schema: {
    settings: [
      client(),
      {
        ...client({ WriteAttributes: ['custom:role'] }),
        ...pool({ SchemaAttributes: [{ Name: 'role', AttributeDataType: 'String' }] }),
      },
    ],
    action: engine => signUpWith(engine, 'custom:role', 'admin'),
    outcomes: ['InvalidParameterException', 'signed up'],
  },
  'triggers.PreSignUp': asked('PreSignUp', engine => signUpBy(engine), 'signed up'),
  'triggers.CustomMessage': asked('CustomMessage', engine => signUpBy(engine), 'signed up'),
  'triggers.PostConfirmation': asked('PostConfirmation', confirmedBy, 'confirmed'),
  'triggers.PreAuthentication': asked('PreAuthentication', tokenType, 'Bearer'),
  'triggers.PostAuthentication': asked('PostAuthentication', tokenType, 'Bearer'),
  'triggers.PreTokenGeneration': asked('PreTokenGeneration', tokenType, 'Bearer'),
  'triggers.UserMigration': {
    settings: [pool(), functions({ UserMigration: 'function' }, withMigration)],
    action: async engine => (await engine.signIn('nobody')).AuthenticationResult?.TokenType,
    outcomes: ['NotAuthorizedException', 'Bearer'],
  },
  'triggers.DefineAuthChallenge': needed('DefineAuthChallenge'),
  'triggers.CreateAuthChallenge': needed('CreateAuthChallenge'),
  'triggers.VerifyAuthChallengeResponse': needed('VerifyAuthChallengeResponse'),
  'triggers.tokenGenerationVersion': {
    settings: [tokenGeneration('V1_0'), tokenGeneration('V2_0')],
    action: async engine => {
      const { AccessToken = '' } = await tokens(engine)
      return String(decodeJwt(AccessToken).scope).includes('books')
    },
    outcomes: [false, true],
  },
  'mail.verification': {
    settings: [pool(), pool({ VerificationMessageTemplate: { EmailSubject: 'Ours' } })],
    action: async engine => {
      await engine.signUp()
      return subject(engine)
    },
    outcomes: [expect.stringContaining('code'), 'Ours'],
  },
  'mail.invitation': {
    settings: [pool(), pool({ AdminCreateUserConfig: { InviteMessageTemplate: { EmailSubject: 'Ours' } } })],
    action: async engine => {
      await invite(engine)
      return subject(engine)
    },
    outcomes: [expect.stringContaining('password'), 'Ours'],
  },
  'mail.secondFactor': {
    settings: [mfa({ EmailMfaConfiguration: {} }), mfa({ EmailMfaConfiguration: { Subject: 'Ours' } })],
    action: async engine => {
      const { AccessToken } = await tokens(engine)
      const EmailMfaSettings = { Enabled: true }
      await engine.sdk.send(new SetUserMFAPreferenceCommand({ AccessToken, EmailMfaSettings }))
      await engine.signIn()
      return subject(engine)
    },
    outcomes: [expect.stringContaining('code'), 'Ours'],
  },
  isProtected: {
    settings: [pool({ DeletionProtection: 'INACTIVE' }), pool({ DeletionProtection: 'ACTIVE' })],
    action: async ({ sdk }) => {
      await sdk.send(new DeleteUserPoolCommand({ UserPoolId: poolId }))
      return 'deleted'
    },
    outcomes: ['deleted', 'InvalidParameterException'],
  },
} satisfies Record<PoolSetting, Flip>

const clientFlips = {
  secret: {
    settings: [client(), client({ ClientSecret: 'a'.repeat(24) })],
    action: engine => signUpBy(engine),
    outcomes: ['signed up', 'NotAuthorizedException'],
  },
  flows: {
    settings: [client(), client({ ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] })],
    action: async engine => Object.keys(await tokens(engine)).includes('AccessToken'),
    outcomes: [true, 'InvalidParameterException'],
  },
  hidesUsers: {
    settings: [
      client({ PreventUserExistenceErrors: 'ENABLED' }),
      client({ PreventUserExistenceErrors: 'LEGACY' }),
    ],
    action: engine => engine.signIn('nobody'),
    outcomes: ['NotAuthorizedException', 'UserNotFoundException'],
  },
  isRevocable: {
    settings: [client({ EnableTokenRevocation: true }), client({ EnableTokenRevocation: false })],
    action: async engine => {
      const { RefreshToken } = await tokens(engine)
      await engine.sdk.send(new RevokeTokenCommand({ ClientId, Token: RefreshToken }))
      return 'revoked'
    },
    outcomes: ['revoked', 'UnsupportedOperationException'],
  },
  rotation: {
    settings: [rotating({ Feature: 'DISABLED' }), rotating({ Feature: 'ENABLED' })],
    action: async engine => {
      const { RefreshToken } = await tokens(engine)
      return Object.keys((await rotate(engine, RefreshToken)) ?? {}).includes('RefreshToken')
    },
    outcomes: [false, true],
  },
  'rotation.graceSeconds': {
    settings: [
      rotating({ Feature: 'ENABLED', RetryGracePeriodSeconds: 60 }),
      rotating({ Feature: 'ENABLED', RetryGracePeriodSeconds: 10 }),
    ],
    action: async engine => {
      const { RefreshToken } = await tokens(engine)
      await rotate(engine, RefreshToken)
      engine.clock.advance({ seconds: 30 })
      return typeof (await rotate(engine, RefreshToken))?.RefreshToken
    },
    outcomes: ['string', 'RefreshTokenReuseException'],
  },
  'lifetime.accessSeconds': {
    settings: [client(), client({ AccessTokenValidity: 2 })],
    action: async engine => (await tokens(engine)).ExpiresIn,
    outcomes: [3600, 7200],
  },
  'lifetime.idSeconds': {
    settings: [client(), client({ IdTokenValidity: 2 })],
    action: async engine => {
      const { exp = 0, iat = 0 } = decodeJwt((await tokens(engine)).IdToken ?? '')
      return exp - iat
    },
    outcomes: [3600, 7200],
  },
  'lifetime.refreshSeconds': {
    settings: [client({ RefreshTokenValidity: 2 }), client({ RefreshTokenValidity: 1 })],
    action: async engine => {
      const { RefreshToken } = await tokens(engine)
      engine.clock.advance({ hours: 36 })
      return (await rotate(engine, RefreshToken))?.TokenType
    },
    outcomes: ['Bearer', 'NotAuthorizedException'],
  },
  'lifetime.sessionSeconds': {
    settings: [client({ AuthSessionValidity: 15 }), client({ AuthSessionValidity: 3 })],
    action: async engine => {
      await invite(engine)
      const asked = await engine.signIn()
      engine.clock.advance({ minutes: 5 })
      const { respond } = signingIn(engine.sdk)
      return (await respond(asked, { NEW_PASSWORD: 'Another-horse-8' })).AuthenticationResult?.TokenType
    },
    outcomes: ['Bearer', 'NotAuthorizedException'],
  },
  mayRead: {
    settings: [client({ ReadAttributes: ['email'] }), client({ ReadAttributes: ['name'] })],
    action: async engine => {
      const { AccessToken } = await tokens(engine)
      const { UserAttributes } = await engine.sdk.send(new GetUserCommand({ AccessToken }))
      return UserAttributes?.some(({ Name }) => Name === 'email')
    },
    outcomes: [true, false],
  },
  mayWrite: {
    settings: [client({ WriteAttributes: ['email'] }), client({ WriteAttributes: ['name'] })],
    action: engine => signUpBy(engine),
    outcomes: ['signed up', 'NotAuthorizedException'],
  },
} satisfies Record<ClientSetting, Flip>

async function outcomeUnder(settings: Settings, action: Flip['action']) {
  await using engine = await startEngine(settings)
  const outcome = await action(engine).catch((error: Error) => error.name)
  expect(engine.errors).toEqual([])
  return outcome
}

test.each<[string, Flip]>([...Object.entries(poolFlips), ...Object.entries(clientFlips)])(
  '%s makes a difference',
  async (_, { settings: [one, other], action, outcomes }) => {
    const found = [await outcomeUnder(one, action), await outcomeUnder(other, action)]
    expect(found).toEqual(outcomes)
    expect(found[0]).not.toEqual(found[1])
  },
)
