import {
  AdminCreateUserCommand,
  type AdminCreateUserCommandInput,
  AdminGetUserCommand,
  type AttributeType,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { emailDesign, Password, poolId, startEngine } from '../testing/engine.ts'
import { common, poolFunctions, refuse } from '../testing/pool-functions.ts'

type Engine = Awaited<ReturnType<typeof startEngine>>

const email = { Name: 'email', Value: 'ada@example.test' }
const verified = { Name: 'email_verified', Value: 'true' }

const passwordless = {
  Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
} satisfies NonNullable<Parameters<typeof startEngine>[0]>['pool']

async function create({ sdk }: Engine, input: Partial<AdminCreateUserCommandInput> = {}) {
  const { User } = await sdk.send(
    new AdminCreateUserCommand({ UserPoolId: poolId, Username: 'ada', UserAttributes: [email], ...input }),
  )
  return User
}

const getUser = ({ sdk }: Engine, Username = 'ada') =>
  sdk.send(new AdminGetUserCommand({ UserPoolId: poolId, Username }))

const usersOf = async ({ sdk }: Engine) =>
  (await sdk.send(new ListUsersCommand({ UserPoolId: poolId }))).Users ?? []

const record = (attributes: AttributeType[] = []) =>
  Object.fromEntries(attributes.map(({ Name, Value }) => [Name, Value]))

test('creates a user who has to change the password, and invites them', async () => {
  await using engine = await startEngine()

  const user = await create(engine)

  const created = new Date(engine.clock.now())
  expect(user).toEqual({
    Username: 'ada',
    Attributes: [{ Name: 'sub', Value: expect.stringMatching(/^[0-9a-f-]{36}$/) }, email],
    UserCreateDate: created,
    UserLastModifiedDate: created,
    Enabled: true,
    UserStatus: 'FORCE_CHANGE_PASSWORD',
  })
  const [message] = engine.cognito.messages({ to: 'ada@example.test' })
  expect(message).toMatchObject({ kind: 'AdminCreateUser', code: expect.stringMatching(/^\S{12}$/) })
  expect(message?.body).toContain('ada')
  expect(message?.body).toContain(message?.code)
  await expect(engine.signIn('ada', 'Another-password-1')).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  })
  await expect(engine.signIn('ada', message?.code ?? '')).resolves.toMatchObject({
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
  })
})

test('takes a temporary password that the policy allows', async () => {
  await using engine = await startEngine()
  await expect(create(engine, { TemporaryPassword: 'short' })).rejects.toMatchObject({
    name: 'InvalidPasswordException',
    message: 'Password did not conform with password policy: Password not long enough',
    $metadata: { httpStatusCode: 400 },
  })
  await create(engine, { TemporaryPassword: Password })
  expect(engine.cognito.messages()).toMatchObject([{ code: Password }])
})

test('makes temporary passwords that the strictest policy allows', async () => {
  const strictest = {
    MinimumLength: 99,
    RequireUppercase: true,
    RequireLowercase: true,
    RequireNumbers: true,
    RequireSymbols: true,
  }
  await using engine = await startEngine({ pool: { Policies: { PasswordPolicy: strictest } } })
  await create(engine)
  const password = engine.latestCode()
  await expect(create(engine, { Username: 'bob', TemporaryPassword: password })).resolves.toBeDefined()
})

test('tells that a username is taken', async () => {
  await using engine = await startEngine()
  await create(engine)
  await expect(create(engine)).rejects.toMatchObject({
    name: 'UsernameExistsException',
    message: 'User account already exists',
    $metadata: { httpStatusCode: 400 },
  })
  expect(engine.cognito.messages()).toHaveLength(1)
})

test('makes the address the username where the pool has it so', async () => {
  await using engine = await startEngine({ pool: emailDesign })
  const user = await create(engine, { Username: 'ada@example.test', UserAttributes: [] })

  expect(record(user?.Attributes)).toEqual({ sub: user?.Username, email: 'ada@example.test' })
  expect(engine.cognito.messages()[0]?.body).toContain('ada@example.test')
  await expect(create(engine, { Username: 'Ada@example.test', UserAttributes: [] })).rejects.toMatchObject({
    name: 'UsernameExistsException',
    message: 'An account with the given email already exists.',
  })
  await expect(create(engine, { Username: 'bob' })).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'Username should be an email.',
  })
})

test('refuses a username in the form of an address where that is an alias', async () => {
  await using engine = await startEngine()
  await expect(create(engine, { Username: 'ada@example.test' })).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'Username cannot be of email format, since user pool is configured for email alias.',
  })
})

test('takes an alias from its owner by force only', async () => {
  await using engine = await startEngine()
  await engine.confirmedUser('bob')
  const UserAttributes = [email, verified]

  await expect(create(engine, { UserAttributes })).rejects.toMatchObject({
    name: 'AliasExistsException',
    $metadata: { httpStatusCode: 400 },
  })
  await expect(getUser(engine)).rejects.toMatchObject({ name: 'UserNotFoundException' })

  await create(engine, { UserAttributes, ForceAliasCreation: true })
  expect((await getUser(engine, 'ada@example.test')).Username).toBe('ada')
  expect(record((await getUser(engine, 'bob')).UserAttributes)).toMatchObject({ email_verified: 'false' })
})

test('leaves required attributes to the user', async () => {
  await using engine = await startEngine({ pool: { SchemaAttributes: [{ Name: 'name', Required: true }] } })
  await expect(create(engine)).resolves.toMatchObject({ UserStatus: 'FORCE_CHANGE_PASSWORD' })
})

test('writes what no client may, and leaves empty values out', async () => {
  await using engine = await startEngine({
    pool: {
      SchemaAttributes: [{ Name: 'notes', DeveloperOnlyAttribute: true, AttributeDataType: 'String' }],
    },
    client: { WriteAttributes: ['name'] },
  })
  const notes = { Name: 'dev:custom:notes', Value: 'kind' }
  const user = await create(engine, { UserAttributes: [email, verified, notes, { Name: 'name', Value: '' }] })
  expect(user?.Attributes?.slice(1)).toEqual([email, verified, notes])
})

test.each<[string, Partial<AdminCreateUserCommandInput>]>([
  ['a malformed address', { UserAttributes: [{ Name: 'email', Value: 'ada' }] }],
  ['an attribute that no user has', { UserAttributes: [{ Name: 'custom:role', Value: 'x' }] }],
  ['a sub', { UserAttributes: [{ Name: 'sub', Value: 'x' }] }],
  ['a flag that is none', { UserAttributes: [email, { Name: 'email_verified', Value: 'yes' }] }],
  ['a verified address without the address', { UserAttributes: [verified] }],
  [
    'a verified telephone without its number',
    {
      UserAttributes: [{ Name: 'phone_number_verified', Value: 'true' }],
    },
  ],
  ['an email to nobody', { UserAttributes: [], DesiredDeliveryMediums: ['EMAIL'] }],
  ['an SMS to nobody', { DesiredDeliveryMediums: ['SMS'] }],
])('refuses %s', async (_, input) => {
  await using engine = await startEngine()
  await expect(create(engine, input)).rejects.toMatchObject({
    name: 'InvalidParameterException',
    $metadata: { httpStatusCode: 400 },
  })
  expect(await usersOf(engine)).toEqual([])
})

test('needs no password where a one-time code signs in, but an address', async () => {
  await using engine = await startEngine({ pool: passwordless })

  await expect(create(engine)).resolves.toMatchObject({ UserStatus: 'CONFIRMED' })
  expect(engine.cognito.messages()).toMatchObject([
    { kind: 'AdminCreateUser', code: null, body: expect.stringContaining('ada') },
  ])
  await expect(create(engine, { Username: 'bob', TemporaryPassword: '' })).resolves.toMatchObject({
    UserStatus: 'CONFIRMED',
  })
  await expect(create(engine, { Username: 'eve', TemporaryPassword: Password })).resolves.toMatchObject({
    UserStatus: 'FORCE_CHANGE_PASSWORD',
  })
  await expect(create(engine, { Username: 'mia', UserAttributes: [] })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  })
})

test('asks the function of the pool, whose answer counts only as a refusal', async () => {
  const { events, invoke, LambdaConfig } = poolFunctions({
    PreSignUp: ({ userName }) =>
      userName === 'eve'
        ? refuse()
        : { autoConfirmUser: true, autoVerifyEmail: true, autoVerifyPhone: false },
  })
  await using engine = await startEngine({ invoke, pool: { LambdaConfig } })

  const user = await create(engine, {
    ValidationData: [{ Name: 'badge', Value: '7' }],
    ClientMetadata: { from: 'us' },
  })

  expect(events).toEqual([
    {
      ...common,
      callerContext: { ...common.callerContext, clientId: 'CLIENT_ID_NOT_APPLICABLE' },
      triggerSource: 'PreSignUp_AdminCreateUser',
      userName: 'ada',
      request: {
        userAttributes: { email: 'ada@example.test' },
        validationData: { badge: '7' },
        clientMetadata: { from: 'us' },
      },
      response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
    },
  ])
  expect(user).toMatchObject({ UserStatus: 'FORCE_CHANGE_PASSWORD' })
  expect(record(user?.Attributes)).not.toHaveProperty('email_verified')
  await expect(create(engine, { Username: 'eve' })).rejects.toMatchObject({
    name: 'UserLambdaValidationException',
    $metadata: { httpStatusCode: 400 },
  })
  await expect(getUser(engine, 'eve')).rejects.toMatchObject({ name: 'UserNotFoundException' })
})

test('names to every function the username that it gives, where the address signs in', async () => {
  const { events, invoke, LambdaConfig } = poolFunctions({
    PreSignUp: () => undefined,
    CustomMessage: () => undefined,
  })
  await using engine = await startEngine({ invoke, pool: { ...emailDesign, LambdaConfig } })
  const user = await create(engine, { Username: 'ada@example.test' })
  expect(events.map(({ userName }) => userName)).toEqual([user?.Username, user?.Username])
})
