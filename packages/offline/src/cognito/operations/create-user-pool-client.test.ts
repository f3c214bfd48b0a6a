import {
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
  DescribeUserPoolClientCommand,
  type UserPoolClientType,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { ClientId, poolId, startEngine } from '../testing/engine.ts'

type Engine = Awaited<ReturnType<typeof startEngine>>

async function create({ sdk }: Engine, input: Partial<CreateUserPoolClientCommandInput> = {}) {
  const { UserPoolClient } = await sdk.send(
    new CreateUserPoolClientCommand({ UserPoolId: poolId, ClientName: 'cli', ...input }),
  )
  return UserPoolClient as UserPoolClientType
}

test('gives an id, and the defaults of what was not set', async () => {
  await using engine = await startEngine()

  const client = await create(engine)

  const created = new Date(engine.clock.now())
  expect(client).toEqual({
    UserPoolId: poolId,
    ClientId: expect.stringMatching(/^[0-9a-z]{26}$/),
    ClientName: 'cli',
    CreationDate: created,
    LastModifiedDate: created,
    RefreshTokenValidity: 30,
    ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'],
    AllowedOAuthFlowsUserPoolClient: false,
    PreventUserExistenceErrors: 'LEGACY',
    EnableTokenRevocation: true,
    EnablePropagateAdditionalUserContextData: false,
    AuthSessionValidity: 3,
  })
})

test('makes a secret on demand, or takes one', async () => {
  await using engine = await startEngine()
  const ClientSecret = 'a'.repeat(24)
  expect(await create(engine, { GenerateSecret: true })).toMatchObject({
    ClientSecret: expect.stringMatching(/^[0-9a-z]{51}$/),
  })
  expect(await create(engine, { ClientSecret })).toMatchObject({ ClientSecret })
})

test('describes what it was given, at once and later', async () => {
  await using engine = await startEngine()
  const settings = {
    RefreshTokenValidity: 12,
    AccessTokenValidity: 10,
    IdTokenValidity: 20,
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'hours' },
    ReadAttributes: ['email', 'email_verified'],
    WriteAttributes: ['email', 'name'],
    ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_USER_PASSWORD_AUTH'],
    SupportedIdentityProviders: ['COGNITO'],
    PreventUserExistenceErrors: 'ENABLED',
    EnableTokenRevocation: false,
    AuthSessionValidity: 15,
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
  } satisfies Partial<CreateUserPoolClientCommandInput>

  const created = await create(engine, settings)
  const { UserPoolClient } = await engine.sdk.send(
    new DescribeUserPoolClientCommand({ UserPoolId: poolId, ClientId: created.ClientId }),
  )

  expect(created).toMatchObject(settings)
  expect(UserPoolClient).toEqual(created)
})

test.each<[string, Partial<CreateUserPoolClientCommandInput>]>([
  ['access tokens of 4 minutes', { AccessTokenValidity: 4, TokenValidityUnits: { AccessToken: 'minutes' } }],
  ['access tokens of 25 hours', { AccessTokenValidity: 25 }],
  ['ID tokens of 2 days', { IdTokenValidity: 2, TokenValidityUnits: { IdToken: 'days' } }],
  [
    'refresh tokens of 59 minutes',
    { RefreshTokenValidity: 59, TokenValidityUnits: { RefreshToken: 'minutes' } },
  ],
  ['refresh tokens of 3651 days', { RefreshTokenValidity: 3651 }],
])('refuses %s', async (_, input) => {
  await using engine = await startEngine()
  await expect(create(engine, input)).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'Invalid range for token validity.',
    $metadata: { httpStatusCode: 400 },
  })
})

test.each<[string, Partial<CreateUserPoolClientCommandInput>]>([
  ['a name of nothing', { ClientName: '' }],
  ['sessions of 2 minutes', { AuthSessionValidity: 2 }],
  ['sessions of 16 minutes', { AuthSessionValidity: 16 }],
  [
    'a grace period of 61 seconds',
    { RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 61 } },
  ],
  ['a short secret', { ClientSecret: 'abc' }],
  ['two secrets', { GenerateSecret: true, ClientSecret: 'a'.repeat(24) }],
  ['flows of both generations', { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'USER_PASSWORD_AUTH'] }],
  [
    'rotation beside the refresh flow',
    { ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'], RefreshTokenRotation: { Feature: 'ENABLED' } },
  ],
  ['reading what no user has', { ReadAttributes: ['custom:role'] }],
  ['writing what no user has', { WriteAttributes: ['email', 'custom:role'] }],
  ['writing a verified flag', { WriteAttributes: ['email', 'email_verified'] }],
  ['writing less than is required', { WriteAttributes: ['name'] }],
  ['a provider that the pool does not have', { SupportedIdentityProviders: ['COGNITO', 'Google'] }],
  ['user context without a secret', { EnablePropagateAdditionalUserContextData: true }],
])('refuses %s', async (_, input) => {
  await using engine = await startEngine({ pool: { SchemaAttributes: [{ Name: 'email', Required: true }] } })
  await expect(create(engine, input)).rejects.toMatchObject({
    name: 'InvalidParameterException',
    $metadata: { httpStatusCode: 400 },
  })
})

test('wants a higher tier than LITE for the choice of factors', async () => {
  await using lite = await startEngine({ pool: { UserPoolTier: 'LITE' } })
  await using essentials = await startEngine({ pool: { UserPoolTier: 'ESSENTIALS' } })
  const input: Partial<CreateUserPoolClientCommandInput> = { ExplicitAuthFlows: ['ALLOW_USER_AUTH'] }
  await expect(create(lite, input)).rejects.toMatchObject({
    name: 'FeatureUnavailableInTierException',
    $metadata: { httpStatusCode: 400 },
  })
  await expect(create(essentials, input)).resolves.toMatchObject(input)
})

test.each<[string, Partial<CreateUserPoolClientCommandInput>]>([
  ['OAuth flows', { AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: ['code'] }],
  ['analytics', { AnalyticsConfiguration: { ApplicationId: 'abc' } }],
])('names %s as what it cannot follow', async (name, input) => {
  await using engine = await startEngine()
  await expect(create(engine, input)).rejects.toMatchObject({
    name: 'OfflineUnsupportedOperation',
    message: expect.stringContaining(name),
    $metadata: { httpStatusCode: 501 },
  })
})

test('knows a client in its own pool only', async () => {
  await using engine = await startEngine()
  const { UserPool } = await engine.sdk.send(new CreateUserPoolCommand({ PoolName: 'people' }))
  const describeIn = (UserPoolId = '', id = ClientId) =>
    engine.sdk.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId: id }))

  await expect(describeIn(poolId)).resolves.toMatchObject({ UserPoolClient: { ClientName: 'web' } })
  await expect(describeIn(UserPool?.Id)).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: `User pool client ${ClientId} does not exist.`,
    $metadata: { httpStatusCode: 400 },
  })
  await expect(describeIn(poolId, 'unknown')).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'User pool client unknown does not exist.',
  })
  await expect(create(engine, { UserPoolId: 'eu-central-1_Nothing' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'User pool eu-central-1_Nothing does not exist.',
  })
})
