/** The members in which CreateUserPool and UpdateUserPool take a pool's settings, with the limits of the service model. */
import * as field from './fields.ts'
import { required, type TextField } from './shape.ts'

const { flag, map, text, whole } = field

const structure = <const S>(of: S) => ({ kind: 'structure', of }) as const
const texts = <const F extends TextField>(of: F) => ({ kind: 'texts', of }) as const
/** Refused whatever is in it, so nothing in it is read. */
const unread = structure({})

const arn = text({
  min: 20,
  max: 2048,
  pattern:
    'arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?',
})
const verifiable = text({ values: ['phone_number', 'email'] })
const printable = '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*'
const smsMessage = text({ min: 6, max: 140, pattern: '.*\\{####\\}.*' })
const emailMessage = text({ min: 6, max: 20_000, pattern: `${printable}\\{####\\}${printable}` })
const emailSubject = text({ min: 1, max: 140, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s]+' })
const custom = structure({ LambdaVersion: required(text({ values: ['V1_0'] })), LambdaArn: required(arn) })

export const poolName = text({ min: 1, max: 128, pattern: '[\\w\\s+=,.@-]+' })

const passwordPolicy = structure({
  MinimumLength: whole(6, 99),
  RequireUppercase: flag,
  RequireLowercase: flag,
  RequireNumbers: flag,
  RequireSymbols: flag,
  PasswordHistorySize: whole(0, 24),
  TemporaryPasswordValidityDays: whole(0, 365),
})

const lambdaConfig = structure({
  PreSignUp: arn,
  CustomMessage: arn,
  PostConfirmation: arn,
  PreAuthentication: arn,
  PostAuthentication: arn,
  DefineAuthChallenge: arn,
  CreateAuthChallenge: arn,
  VerifyAuthChallengeResponse: arn,
  PreTokenGeneration: arn,
  UserMigration: arn,
  PreTokenGenerationConfig: structure({
    LambdaVersion: required(text({ values: ['V1_0', 'V2_0', 'V3_0'] })),
    LambdaArn: required(arn),
  }),
  CustomSMSSender: custom,
  CustomEmailSender: custom,
  KMSKeyID: arn,
  InboundFederation: custom,
})

/** What an UpdateUserPool may change. */
export const changeablePoolSettings = {
  Policies: structure({
    PasswordPolicy: passwordPolicy,
    SignInPolicy: structure({
      AllowedFirstAuthFactors: {
        ...texts(text({ values: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'] })),
        min: 1,
        max: 4,
      },
    }),
  }),
  DeletionProtection: text({ values: ['ACTIVE', 'INACTIVE'] }),
  LambdaConfig: lambdaConfig,
  AutoVerifiedAttributes: texts(verifiable),
  SmsVerificationMessage: smsMessage,
  EmailVerificationMessage: emailMessage,
  EmailVerificationSubject: emailSubject,
  VerificationMessageTemplate: structure({
    SmsMessage: smsMessage,
    EmailMessage: emailMessage,
    EmailSubject: emailSubject,
    EmailMessageByLink: text({
      min: 6,
      max: 20_000,
      pattern: `${printable}\\{##${printable}##\\}${printable}`,
    }),
    EmailSubjectByLink: emailSubject,
    DefaultEmailOption: text({ values: ['CONFIRM_WITH_LINK', 'CONFIRM_WITH_CODE'] }),
  }),
  SmsAuthenticationMessage: smsMessage,
  MfaConfiguration: text({ values: ['OFF', 'ON', 'OPTIONAL'] }),
  UserAttributeUpdateSettings: structure({ AttributesRequireVerificationBeforeUpdate: texts(verifiable) }),
  DeviceConfiguration: structure({
    ChallengeRequiredOnNewDevice: flag,
    DeviceOnlyRememberedOnUserPrompt: flag,
  }),
  EmailConfiguration: structure({
    SourceArn: arn,
    ReplyToEmailAddress: text({
      pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+@[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+',
    }),
    EmailSendingAccount: text({ values: ['COGNITO_DEFAULT', 'DEVELOPER'] }),
    From: text({ max: 131_072 }),
    ConfigurationSet: text({ min: 1, max: 64, pattern: '[a-zA-Z0-9_-]+' }),
  }),
  SmsConfiguration: structure({
    SnsCallerArn: required(arn),
    ExternalId: text({ max: 131_072 }),
    SnsRegion: text({ min: 5, max: 32 }),
  }),
  UserPoolTags: map,
  AdminCreateUserConfig: structure({
    AllowAdminCreateUserOnly: flag,
    UnusedAccountValidityDays: whole(0, 365),
    InviteMessageTemplate: structure({
      SMSMessage: text({ min: 6, max: 140 }),
      EmailMessage: text({ min: 6, max: 20_000, pattern: printable }),
      EmailSubject: emailSubject,
    }),
  }),
  UserPoolAddOns: structure({
    AdvancedSecurityMode: required(text({ values: ['OFF', 'AUDIT', 'ENFORCED'] })),
  }),
  DcrConfiguration: unread,
  AccountRecoverySetting: structure({
    RecoveryMechanisms: {
      kind: 'list',
      of: {
        Priority: required(whole(1, 2)),
        Name: required(text({ values: ['verified_email', 'verified_phone_number', 'admin_only'] })),
      },
      min: 1,
      max: 2,
    },
  }),
  UserPoolTier: text({ values: ['LITE', 'ESSENTIALS', 'PLUS'] }),
  KeyConfiguration: structure({ KmsKeyArn: arn }),
  IssuerConfiguration: structure({ Type: text({ values: ['ORIGINAL', 'UPDATED'] }) }),
  AcrConfiguration: unread,
} as const

/** What a pool keeps as it was created. */
export const fixedPoolSettings = {
  AliasAttributes: texts(text({ values: ['phone_number', 'email', 'preferred_username'] })),
  UsernameAttributes: texts(verifiable),
  UsernameConfiguration: structure({ CaseSensitive: required(flag) }),
  Schema: {
    kind: 'list',
    of: {
      Name: text({ min: 1, max: 20, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+' }),
      AttributeDataType: text({ values: ['String', 'Number', 'DateTime', 'Boolean'] }),
      DeveloperOnlyAttribute: flag,
      Mutable: flag,
      Required: flag,
      NumberAttributeConstraints: structure({ MinValue: text({}), MaxValue: text({}) }),
      StringAttributeConstraints: structure({ MinLength: text({}), MaxLength: text({}) }),
    },
    min: 1,
    max: 50,
  },
} as const
