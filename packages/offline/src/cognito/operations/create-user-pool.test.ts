import {
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  DescribeUserPoolCommand,
  type UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { poolId, region, startEngine } from '../testing/engine.ts'

type Engine = Awaited<ReturnType<typeof startEngine>>

const arn = 'arn:aws:lambda:eu-central-1:123456789012:function:trigger'

async function create({ sdk }: Engine, input: Partial<CreateUserPoolCommandInput> = {}) {
  const { UserPool } = await sdk.send(new CreateUserPoolCommand({ PoolName: 'people', ...input }))
  return UserPool as UserPoolType & { Id: string }
}

const attribute = ({ SchemaAttributes }: UserPoolType, name: string) =>
  SchemaAttributes?.find(({ Name }) => Name === name)

test('gives an id, and the defaults of what was not set', async () => {
  await using engine = await startEngine()

  const { SchemaAttributes, ...pool } = await create(engine)

  const created = new Date(engine.clock.now())
  expect(pool.Id).toMatch(/^eu-central-1_[0-9A-Za-z]{9}$/)
  expect(pool).toEqual({
    Id: pool.Id,
    Name: 'people',
    Arn: `arn:aws:cognito-idp:${region}:000000000000:userpool/${pool.Id}`,
    Policies: {
      PasswordPolicy: {
        MinimumLength: 8,
        RequireUppercase: true,
        RequireLowercase: true,
        RequireNumbers: true,
        RequireSymbols: true,
        TemporaryPasswordValidityDays: 7,
      },
      SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] },
    },
    DeletionProtection: 'INACTIVE',
    LambdaConfig: {},
    CreationDate: created,
    LastModifiedDate: created,
    UsernameConfiguration: { CaseSensitive: true },
    VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_CODE' },
    UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: [] },
    MfaConfiguration: 'OFF',
    EstimatedNumberOfUsers: 0,
    EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' },
    UserPoolTags: {},
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: 7 },
    UserPoolTier: 'ESSENTIALS',
  })
  expect(SchemaAttributes).toHaveLength(20)
})

test('describes what it was given, at once and later', async () => {
  await using engine = await startEngine()
  const settings = {
    Policies: {
      PasswordPolicy: {
        MinimumLength: 12,
        RequireUppercase: false,
        RequireLowercase: true,
        RequireNumbers: false,
        RequireSymbols: false,
        PasswordHistorySize: 3,
        TemporaryPasswordValidityDays: 2,
      },
      SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] },
    },
    DeletionProtection: 'ACTIVE',
    LambdaConfig: { PreSignUp: arn },
    AutoVerifiedAttributes: ['email'],
    UsernameAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: false },
    VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_CODE', EmailMessage: 'It is {####}' },
    UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT', ReplyToEmailAddress: 'us@example.test' },
    UserPoolTags: { stage: 'test' },
    AdminCreateUserConfig: {
      AllowAdminCreateUserOnly: true,
      UnusedAccountValidityDays: 2,
      InviteMessageTemplate: { EmailMessage: 'You are {username}, {####}', EmailSubject: 'Come in' },
    },
    AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
    UserPoolTier: 'PLUS',
  } satisfies Partial<CreateUserPoolCommandInput>

  const created = await create(engine, settings)
  const { UserPool } = await engine.sdk.send(new DescribeUserPoolCommand({ UserPoolId: created.Id }))

  expect(created).toMatchObject(settings)
  expect(UserPool).toEqual(created)
})

test('describes a pool of the resource graph, with the number of its users', async () => {
  await using engine = await startEngine()
  await engine.signUp('ada')
  const { UserPool } = await engine.sdk.send(new DescribeUserPoolCommand({ UserPoolId: poolId }))
  expect(UserPool).toMatchObject({
    Id: poolId,
    Name: 'users',
    AliasAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: false },
    EstimatedNumberOfUsers: 1,
  })
  expect(UserPool).not.toHaveProperty('UsernameAttributes')
})

test('does not describe a pool that does not exist', async () => {
  await using engine = await startEngine()
  await expect(
    engine.sdk.send(new DescribeUserPoolCommand({ UserPoolId: 'eu-central-1_Nothing' })),
  ).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'User pool eu-central-1_Nothing does not exist.',
    $metadata: { httpStatusCode: 400 },
  })
})

test('has every standard attribute, with bounds as text', async () => {
  await using engine = await startEngine()
  const pool = await create(engine)
  expect(attribute(pool, 'sub')).toEqual({
    Name: 'sub',
    AttributeDataType: 'String',
    DeveloperOnlyAttribute: false,
    Mutable: false,
    Required: true,
    StringAttributeConstraints: { MinLength: '1', MaxLength: '2048' },
  })
  expect(attribute(pool, 'birthdate')?.StringAttributeConstraints).toEqual({
    MinLength: '10',
    MaxLength: '10',
  })
  expect(attribute(pool, 'email_verified')?.AttributeDataType).toBe('Boolean')
  expect(attribute(pool, 'updated_at')?.NumberAttributeConstraints).toEqual({ MinValue: '0' })
})

test('names attributes of its own for what they are', async () => {
  await using engine = await startEngine()
  const pool = await create(engine, {
    Schema: [
      { Name: 'email', Required: true },
      { Name: 'role', AttributeDataType: 'String', StringAttributeConstraints: { MaxLength: '9' } },
      { Name: 'level', AttributeDataType: 'Number', Mutable: false },
      { Name: 'notes', AttributeDataType: 'String', DeveloperOnlyAttribute: true },
    ],
  })
  expect(attribute(pool, 'email')).toMatchObject({ Required: true, Mutable: true })
  expect(attribute(pool, 'custom:role')).toEqual({
    Name: 'custom:role',
    AttributeDataType: 'String',
    DeveloperOnlyAttribute: false,
    Mutable: true,
    Required: false,
    StringAttributeConstraints: { MaxLength: '9' },
  })
  expect(attribute(pool, 'custom:level')).toMatchObject({ AttributeDataType: 'Number', Mutable: false })
  expect(attribute(pool, 'dev:custom:notes')).toMatchObject({ DeveloperOnlyAttribute: true })
})

test.each<[string, Partial<CreateUserPoolCommandInput>]>([
  ['a name of nothing', { PoolName: '' }],
  ['a name in other characters', { PoolName: 'people!' }],
  ['a password length of 5', { Policies: { PasswordPolicy: { MinimumLength: 5 } } }],
  ['a password length of 100', { Policies: { PasswordPolicy: { MinimumLength: 100 } } }],
  ['a password history of 25', { Policies: { PasswordPolicy: { PasswordHistorySize: 25 } } }],
  [
    'temporary passwords of 366 days',
    { Policies: { PasswordPolicy: { TemporaryPasswordValidityDays: 366 } } },
  ],
  ['no first factor', { Policies: { SignInPolicy: { AllowedFirstAuthFactors: [] } } }],
  ['a trigger that is no ARN', { LambdaConfig: { PreSignUp: 'a function of this account' } }],
  ['a message without a code', { EmailVerificationMessage: 'Welcome to us' }],
  ['two sign-in designs', { AliasAttributes: ['email'], UsernameAttributes: ['email'] }],
  ['MFA without a factor', { MfaConfiguration: 'ON' }],
  ['optional MFA without a factor', { MfaConfiguration: 'OPTIONAL' }],
  [
    'recovery by the administrator and otherwise',
    {
      AccountRecoverySetting: {
        RecoveryMechanisms: [
          { Name: 'admin_only', Priority: 1 },
          { Name: 'verified_email', Priority: 2 },
        ],
      },
    },
  ],
  ['an attribute without a name', { Schema: [{ AttributeDataType: 'String' }] }],
  ['bounds that are no numbers', { Schema: [{ Name: 'a', StringAttributeConstraints: { MinLength: 'x' } }] }],
  [
    'a lower bound above the upper one',
    { Schema: [{ Name: 'a', NumberAttributeConstraints: { MinValue: '2', MaxValue: '1' } }] },
  ],
  ['an attribute with a long name', { Schema: [{ Name: 'a'.repeat(21) }] }],
  ['an attribute twice', { Schema: [{ Name: 'role' }, { Name: 'role' }] }],
  ['51 attributes', { Schema: Array.from({ length: 51 }, (_, index) => ({ Name: `a${index}` })) }],
  ['a custom attribute that is required', { Schema: [{ Name: 'role', Required: true }] }],
  ['a standard attribute of another type', { Schema: [{ Name: 'email', AttributeDataType: 'Number' }] }],
  ['a standard attribute for developers only', { Schema: [{ Name: 'email', DeveloperOnlyAttribute: true }] }],
])('refuses %s', async (_, input) => {
  await using engine = await startEngine()
  await expect(create(engine, input)).rejects.toMatchObject({
    name: 'InvalidParameterException',
    $metadata: { httpStatusCode: 400 },
  })
})

test('refuses that an update waits for a code which is never sent', async () => {
  await using engine = await startEngine()
  const UserAttributeUpdateSettings = { AttributesRequireVerificationBeforeUpdate: ['email' as const] }
  await expect(create(engine, { UserAttributeUpdateSettings })).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message:
      'All attributes in AttributesRequireVerificationBeforeUpdate must exist in AutoVerifiedAttributes',
  })
})

test.each<[string, Partial<CreateUserPoolCommandInput>]>([
  [
    'first factors besides the password',
    { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['EMAIL_OTP'] } } },
  ],
  ['a password history', { Policies: { PasswordPolicy: { PasswordHistorySize: 1 } } }],
  [
    'access tokens of its own',
    { LambdaConfig: { PreTokenGenerationConfig: { LambdaVersion: 'V2_0', LambdaArn: arn } } },
  ],
])('wants a higher tier than LITE for %s', async (_, input) => {
  await using engine = await startEngine()
  await expect(create(engine, { ...input, UserPoolTier: 'LITE' })).rejects.toMatchObject({
    name: 'FeatureUnavailableInTierException',
    $metadata: { httpStatusCode: 400 },
  })
  await expect(create(engine, { ...input, UserPoolTier: 'ESSENTIALS' })).resolves.toBeDefined()
})

test.each<[string, Partial<CreateUserPoolCommandInput>]>([
  ['phone_number', { AliasAttributes: ['phone_number'] }],
  ['phone_number', { UsernameAttributes: ['phone_number'] }],
  ['phone_number', { AutoVerifiedAttributes: ['phone_number'] }],
  ['CustomEmailSender', { LambdaConfig: { CustomEmailSender: { LambdaVersion: 'V1_0', LambdaArn: arn } } }],
  ['device tracking', { DeviceConfiguration: { ChallengeRequiredOnNewDevice: true } }],
  ['text messages', { SmsConfiguration: { SnsCallerArn: arn } }],
  ['text messages', { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'SMS_OTP'] } } }],
  ['by link', { VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_LINK' } }],
  ['threat protection', { UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } }],
  ['issuer', { IssuerConfiguration: { Type: 'UPDATED' } }],
  ['key', { KeyConfiguration: { KmsKeyArn: arn } }],
  ['registration', { DcrConfiguration: { EnableStatus: 'Enabled' } }],
  ['assurance', { AcrConfiguration: { LOA1: { AcrValue: 'urn:one' } } }],
])('names %s as what it cannot follow', async (name, input) => {
  await using engine = await startEngine()
  await expect(create(engine, input)).rejects.toMatchObject({
    name: 'OfflineUnsupportedOperation',
    message: expect.stringContaining(name),
    $metadata: { httpStatusCode: 501 },
  })
})
