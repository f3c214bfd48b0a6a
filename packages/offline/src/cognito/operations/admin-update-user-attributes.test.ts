import {
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { emailDesign, poolId, startEngine } from '../testing/engine.ts'
import { common, poolFunctions } from '../testing/pool-functions.ts'

type Engine = Awaited<ReturnType<typeof startEngine>>

const update = (
  { sdk }: Engine,
  values: Record<string, string>,
  { Username = 'ada', ClientMetadata }: { Username?: string; ClientMetadata?: Record<string, string> } = {},
) =>
  sdk.send(
    new AdminUpdateUserAttributesCommand({
      UserPoolId: poolId,
      Username,
      UserAttributes: Object.entries(values).map(([Name, Value]) => ({ Name, Value })),
      ClientMetadata,
    }),
  )

async function attributesOf({ sdk }: Engine, Username = 'ada') {
  const { UserAttributes = [] } = await sdk.send(new AdminGetUserCommand({ UserPoolId: poolId, Username }))
  return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]).slice(1))
}

const before = { email: 'ada@example.test', email_verified: 'true' }
const newAddress = { email: 'ada@other.test' }

test('sets attributes, and removes those that are given empty', async () => {
  await using engine = await startEngine()
  await engine.confirmedUser()

  const { $metadata, ...answer } = await update(engine, { name: 'Ada', nickname: 'A' })
  await update(engine, { nickname: '', locale: 'de' })

  expect(answer).toEqual({})
  expect(await attributesOf(engine)).toEqual({ ...before, name: 'Ada', locale: 'de' })
})

test('sends a code to an address that is new, which stands unverified until it comes back', async () => {
  await using engine = await startEngine()
  await engine.confirmedUser()
  const { AuthenticationResult } = await engine.signIn()

  await update(engine, newAddress)

  expect(await attributesOf(engine)).toEqual({ ...newAddress, email_verified: 'false' })
  expect(engine.cognito.messages()[0]).toMatchObject({ kind: 'UpdateUserAttribute', to: 'ada@other.test' })
  await engine.sdk.send(
    new VerifyUserAttributeCommand({
      AccessToken: AuthenticationResult?.AccessToken,
      AttributeName: 'email',
      Code: engine.latestCode(),
    }),
  )
  expect(await attributesOf(engine)).toEqual({ ...newAddress, email_verified: 'true' })
})

test('keeps the old address until the new one is verified, where the pool has it so', async () => {
  await using engine = await startEngine({
    pool: { UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] } },
  })
  await engine.confirmedUser()

  await update(engine, { ...newAddress, email_verified: 'false', name: 'Ada' })
  expect(await attributesOf(engine)).toEqual({ ...before, name: 'Ada' })
  expect(engine.cognito.messages()[0]).toMatchObject({ to: 'ada@other.test' })

  await update(engine, { ...newAddress, email_verified: 'true' })
  expect(await attributesOf(engine)).toEqual({ ...newAddress, email_verified: 'true', name: 'Ada' })
})

test('sends nothing where the pool verifies no address', async () => {
  await using engine = await startEngine({ pool: { AutoVerifiedAttributes: [] } })
  await engine.signUp()
  await update(engine, newAddress)
  expect(await attributesOf(engine)).toEqual({ ...newAddress, email_verified: 'false' })
  expect(engine.cognito.messages()).toEqual([])
})

test('sends nothing to an address that the administrator vouches for, and makes older codes void', async () => {
  await using engine = await startEngine()
  await engine.confirmedUser()
  const { AuthenticationResult } = await engine.signIn()
  await update(engine, { email: 'ada@third.test' })
  const Code = engine.latestCode()

  await update(engine, { ...newAddress, email_verified: 'true' })

  expect(await attributesOf(engine)).toEqual({ ...newAddress, email_verified: 'true' })
  expect(engine.cognito.messages({ to: 'ada@other.test' })).toEqual([])
  await expect(
    engine.sdk.send(
      new VerifyUserAttributeCommand({
        AccessToken: AuthenticationResult?.AccessToken,
        AttributeName: 'email',
        Code,
      }),
    ),
  ).rejects.toMatchObject({ name: 'ExpiredCodeException' })
})

test('takes the alias from its owner silently', async () => {
  await using engine = await startEngine()
  await engine.confirmedUser('ada')
  await engine.confirmedUser('bob', { email: 'bob@example.test' })

  await update(engine, { ...before }, { Username: 'bob' })

  await expect(engine.signIn('ada@example.test')).resolves.toHaveProperty('AuthenticationResult')
  expect(await attributesOf(engine, 'ada@example.test')).toEqual(await attributesOf(engine, 'bob'))
  expect(await attributesOf(engine, 'ada')).toEqual({ ...before, email_verified: 'false' })
})

test('does not take a username from its owner', async () => {
  await using engine = await startEngine({ pool: emailDesign })
  await engine.confirmedUser('ada@example.test')
  await engine.confirmedUser('bob@example.test', { email: 'bob@example.test' })
  await expect(update(engine, before, { Username: 'bob@example.test' })).rejects.toMatchObject({
    name: 'AliasExistsException',
    $metadata: { httpStatusCode: 400 },
  })
})

test('says that an address is not verified, and it is no alias any more', async () => {
  await using engine = await startEngine()
  await engine.confirmedUser()
  await update(engine, { email_verified: 'false' })
  expect(await attributesOf(engine)).toEqual({ ...before, email_verified: 'false' })
  await expect(engine.signIn('ada@example.test')).rejects.toMatchObject({ name: 'NotAuthorizedException' })
})

test('asks the function of the pool for the words', async () => {
  const { events, invoke, LambdaConfig } = poolFunctions({ CustomMessage: () => undefined })
  await using engine = await startEngine({ invoke, pool: { LambdaConfig } })
  await engine.confirmedUser()
  await update(engine, newAddress, { ClientMetadata: { from: 'us' } })
  expect(events.at(-1)).toMatchObject({
    ...common,
    callerContext: { clientId: 'CLIENT_ID_NOT_APPLICABLE' },
    triggerSource: 'CustomMessage_UpdateUserAttribute',
    request: { userAttributes: { ...newAddress, email_verified: 'false' }, clientMetadata: { from: 'us' } },
  })
})

test('writes what only administrators may', async () => {
  await using engine = await startEngine({
    pool: {
      SchemaAttributes: [{ Name: 'notes', DeveloperOnlyAttribute: true, AttributeDataType: 'String' }],
    },
    client: { WriteAttributes: ['email'] },
  })
  await engine.confirmedUser()
  await update(engine, { 'dev:custom:notes': 'kind', name: 'Ada' })
  expect(await attributesOf(engine)).toEqual({ ...before, 'dev:custom:notes': 'kind', name: 'Ada' })
})

test.each<[string, Record<string, string>]>([
  ['a malformed address', { email: 'ada' }],
  ['an attribute that no user has', { 'custom:role': 'x' }],
  ['a sub', { sub: 'x' }],
  ['an immutable attribute', { 'custom:badge': '7' }],
  ['a value that is too long', { 'custom:level': 'four' }],
  ['a required attribute gone', { email: '' }],
  ['a flag that is none', { email_verified: 'yes' }],
  ['a verified telephone without its number', { phone_number_verified: 'true' }],
])('refuses %s, and changes nothing', async (_, values) => {
  await using engine = await startEngine({
    pool: {
      SchemaAttributes: [
        { Name: 'email', Required: true },
        { Name: 'badge', AttributeDataType: 'String', Mutable: false },
        { Name: 'level', AttributeDataType: 'String', StringAttributeConstraints: { MaxLength: '3' } },
      ],
    },
  })
  await engine.confirmedUser()
  await expect(update(engine, { name: 'Ada', ...values })).rejects.toMatchObject({
    name: 'InvalidParameterException',
    $metadata: { httpStatusCode: 400 },
  })
  expect(await attributesOf(engine)).toEqual(before)
})
