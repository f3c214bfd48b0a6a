import { randomBytes, scryptSync } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { type AuthFlowType, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { databaseFile } from '../testing/database-file.ts'
import { ClientId, emailDesign, Password, secretHash, startEngine } from '../testing/engine.ts'

const incorrect = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' }
const locked = { name: 'NotAuthorizedException', message: 'Password attempts exceeded' }

const withFlow = (AuthFlow: AuthFlowType, AuthParameters?: Record<string, string>) =>
  new InitiateAuthCommand({ ClientId, AuthFlow, AuthParameters })

test('exchanges a username and a password for tokens', async () => {
  await using engine = await startEngine()
  await engine.confirmedUser('ada')
  expect(await engine.signIn('ada')).toMatchObject({
    ChallengeParameters: {},
    AuthenticationResult: {
      AccessToken: expect.any(String),
      ExpiresIn: 3600,
      IdToken: expect.any(String),
      RefreshToken: expect.any(String),
      TokenType: 'Bearer',
    },
  })
})

test('knows users by username and sub in the email design too', async () => {
  await using engine = await startEngine({ pool: emailDesign })
  const { UserSub } = await engine.signUp('ada@example.test', { email: 'ada@example.test' })
  await expect(engine.signIn('ada@example.test')).rejects.toMatchObject({ name: 'UserNotConfirmedException' })
  await engine.confirm('ada@example.test')

  await expect(engine.signIn('ada@example.test')).resolves.toHaveProperty('AuthenticationResult')
  await expect(engine.signIn(UserSub)).resolves.toHaveProperty('AuthenticationResult')
})

test('compares names with case only where the pool minds it', async () => {
  await using indifferent = await startEngine({ pool: { UsernameConfiguration: { CaseSensitive: false } } })
  await using minding = await startEngine({ pool: { UsernameConfiguration: { CaseSensitive: true } } })
  await indifferent.confirmedUser('ada')
  await minding.confirmedUser('ada')

  await expect(indifferent.signIn('ADA')).resolves.toHaveProperty('AuthenticationResult')
  await expect(minding.signIn('ADA')).rejects.toMatchObject(incorrect)
  await expect(minding.signIn('Ada@example.test')).rejects.toMatchObject(incorrect)
  await expect(minding.signIn('ada@example.test')).resolves.toHaveProperty('AuthenticationResult')
})

test('does not know a user by an address that is not verified', async () => {
  await using engine = await startEngine()
  await engine.signUp('ada', { email: 'ada@example.test' })
  await expect(engine.signIn('ada@example.test')).rejects.toMatchObject(incorrect)
})

test('does not know a user by address where that is no alias', async () => {
  await using engine = await startEngine({ pool: { AliasAttributes: [] } })
  await engine.confirmedUser('ada', { email: 'ada@example.test' })
  await expect(engine.signIn('ada@example.test')).rejects.toMatchObject(incorrect)
})

test('answers alike for a wrong password and an unknown user under ENABLED', async () => {
  await using engine = await startEngine({ client: { PreventUserExistenceErrors: 'ENABLED' } })
  await engine.confirmedUser('ada')
  await expect(engine.signIn('ada', 'Wrong-horse-7')).rejects.toMatchObject(incorrect)
  await expect(engine.signIn('nobody')).rejects.toMatchObject(incorrect)
})

test('tells of an unknown user under LEGACY', async () => {
  await using engine = await startEngine({ client: { PreventUserExistenceErrors: 'LEGACY' } })
  await expect(engine.signIn('nobody')).rejects.toMatchObject({
    name: 'UserNotFoundException',
    message: 'User does not exist.',
  })
})

test('tells that a user is not confirmed before it looks at the password, and counts no failure', async () => {
  await using engine = await startEngine()
  await engine.signUp('ada')
  for (let attempt = 1; attempt <= 6; attempt++) {
    await expect(engine.signIn('ada', 'Wrong-horse-7')).rejects.toMatchObject({
      name: 'UserNotConfirmedException',
      message: 'User is not confirmed.',
    })
  }
  await engine.confirm('ada')
  await expect(engine.signIn('ada')).resolves.toHaveProperty('AuthenticationResult')
})

test.each(['ada', 'nobody'])(
  'locks %s after five failures, twice as long after each further one',
  async name => {
    await using engine = await startEngine()
    await engine.confirmedUser('ada')
    const wrong = () => engine.signIn(name, 'Wrong-horse-7')
    for (let failure = 1; failure <= 5; failure++) await expect(wrong()).rejects.toMatchObject(incorrect)

    for (const lockSeconds of [1, 2, 4, 8]) {
      await expect(engine.signIn(name)).rejects.toMatchObject(locked)
      engine.clock.advance({ seconds: lockSeconds - 0.001 })
      await expect(wrong()).rejects.toMatchObject(locked)
      engine.clock.advance({ seconds: 0.001 })
      await expect(wrong()).rejects.toMatchObject(incorrect)
    }
  },
)

test('locks for a quarter of an hour at most', async () => {
  await using engine = await startEngine()
  await engine.confirmedUser('ada')
  for (let failure = 1; failure <= 20; failure++) {
    await expect(engine.signIn('ada', 'Wrong-horse-7')).rejects.toMatchObject(incorrect)
    if (failure < 20) engine.clock.advance({ minutes: 14, seconds: 59.999 })
    if (failure >= 15 && failure < 20) {
      await expect(engine.signIn('ada')).rejects.toMatchObject(locked)
      engine.clock.advance({ seconds: 0.001 })
    }
  }
  engine.clock.advance({ minutes: 15 })
  await expect(engine.signIn('ada')).resolves.toHaveProperty('AuthenticationResult')
})

test('forgets failures after a success, and after a quarter of an hour without an attempt', async () => {
  await using engine = await startEngine()
  await engine.confirmedUser('ada')
  const failFourTimes = async () => {
    for (let failure = 1; failure <= 4; failure++) await engine.signIn('ada', 'Wrong-horse-7').catch(() => {})
  }
  await failFourTimes()
  await engine.signIn('ada')
  await failFourTimes()
  await expect(engine.signIn('ada')).resolves.toHaveProperty('AuthenticationResult')

  await failFourTimes()
  engine.clock.advance({ minutes: 15 })
  await failFourTimes()
  await expect(engine.signIn('ada')).resolves.toHaveProperty('AuthenticationResult')

  await failFourTimes()
  engine.clock.advance({ minutes: 14 })
  await engine.signIn('ada', 'Wrong-horse-7').catch(() => {})
  await expect(engine.signIn('ada')).rejects.toMatchObject(locked)
})

test.each([
  [
    "is_enabled = 0, status = 'UNCONFIRMED'",
    'ENABLED',
    'Wrong-horse-7',
    'NotAuthorizedException',
    'User is disabled.',
  ],
  ["status = 'RESET_REQUIRED'", 'LEGACY', Password, 'PasswordResetRequiredException', expect.any(String)],
  ["status = 'RESET_REQUIRED'", 'LEGACY', 'Wrong-horse-7', 'NotAuthorizedException', incorrect.message],
  ["status = 'RESET_REQUIRED'", 'ENABLED', Password, 'NotAuthorizedException', incorrect.message],
] as const)('answers a user with %s under %s to %s', async (state, setting, password, name, message) => {
  await using file = await databaseFile()
  await using engine = await startEngine({
    database: file.path,
    client: { PreventUserExistenceErrors: setting },
  })
  await engine.confirmedUser('ada')
  using administrator = new DatabaseSync(file.path)
  administrator.exec(`update users set ${state}`)

  await expect(engine.signIn('ada', password)).rejects.toMatchObject({ name, message })
})

test.each([
  [undefined, 'USER_PASSWORD_AUTH'],
  [['ALLOW_USER_AUTH'] as const, 'USER_PASSWORD_AUTH'],
  [['ALLOW_USER_PASSWORD_AUTH'] as const, 'USER_SRP_AUTH'],
  [['ALLOW_USER_PASSWORD_AUTH'] as const, 'REFRESH_TOKEN_AUTH'],
  [['ALLOW_USER_PASSWORD_AUTH'] as const, 'USER_AUTH'],
] as const)('refuses a client of %o the flow %s', async (flows, flow) => {
  await using engine = await startEngine({ client: { ExplicitAuthFlows: flows && [...flows] } })
  await expect(engine.sdk.send(withFlow(flow))).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: `${flow} flow not enabled for this client`,
  })
})

test('takes the flows of clients from before the ALLOW_ prefix', async () => {
  await using engine = await startEngine({ client: { ExplicitAuthFlows: ['USER_PASSWORD_AUTH'] } })
  await engine.confirmedUser('ada')
  await expect(engine.signIn('ada')).resolves.toHaveProperty('AuthenticationResult')
})

test('refuses the flows of administrators', async () => {
  await using engine = await startEngine({
    client: { ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'] },
  })
  await expect(engine.sdk.send(withFlow('ADMIN_USER_PASSWORD_AUTH'))).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'Initiate Auth method not supported.',
  })
})

test.each([
  ['USER_PASSWORD_AUTH', undefined, 'USERNAME'],
  ['USER_PASSWORD_AUTH', { PASSWORD: Password }, 'USERNAME'],
  ['USER_PASSWORD_AUTH', { USERNAME: 'ada' }, 'PASSWORD'],
  ['USER_SRP_AUTH', { SRP_A: 'abc' }, 'USERNAME'],
  ['USER_SRP_AUTH', { USERNAME: 'ada' }, 'SRP_A'],
  ['USER_AUTH', {}, 'USERNAME'],
  ['CUSTOM_AUTH', {}, 'USERNAME'],
  ['CUSTOM_AUTH', { USERNAME: 'ada', CHALLENGE_NAME: 'SRP_A' }, 'SRP_A'],
  ['REFRESH_TOKEN_AUTH', {}, 'REFRESH_TOKEN'],
  ['REFRESH_TOKEN', {}, 'REFRESH_TOKEN'],
] as const)('%s misses in %o the parameter %s', async (flow, parameters, name) => {
  await using engine = await startEngine({
    client: {
      ExplicitAuthFlows: [
        'ALLOW_CUSTOM_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
        'ALLOW_USER_AUTH',
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_USER_SRP_AUTH',
      ],
    },
  })
  await expect(engine.sdk.send(withFlow(flow, parameters))).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: `Missing required parameter ${name}`,
    $metadata: { httpStatusCode: 400 },
  })
})

test('wants the secret hash of a client with a secret, over the name as it was sent', async () => {
  const secret = 'a-secret-of-thirty-two-characters'
  await using engine = await startEngine({ client: { ClientSecret: secret } })
  const attempt = (hash: Record<string, string>) =>
    engine.sdk.send(
      withFlow('USER_PASSWORD_AUTH', { USERNAME: 'nobody@example.test', PASSWORD: Password, ...hash }),
    )

  await expect(attempt({})).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await expect(attempt({ SECRET_HASH: secretHash(secret, 'nobody') })).rejects.toMatchObject({
    message: `Unable to verify secret hash for client ${ClientId}`,
  })
  await expect(attempt({ SECRET_HASH: secretHash(secret, 'nobody@example.test') })).rejects.toMatchObject(
    incorrect,
  )
})

test('knows a password that an earlier version stored', async () => {
  await using file = await databaseFile()
  await using engine = await startEngine({ database: file.path })
  await engine.confirmedUser('ada')
  const salt = randomBytes(16)
  const stored = Buffer.concat([salt, scryptSync(Password, salt, 32, { N: 16, r: 8, p: 1 })])
  using earlier = new DatabaseSync(file.path)
  earlier.prepare('update users set password_hash = ?, srp = null').run(stored)

  await expect(engine.signIn('ada', 'Wrong-horse-7')).rejects.toMatchObject(incorrect)
  await expect(engine.signIn('ada')).resolves.toHaveProperty('AuthenticationResult')
})
