import { DatabaseSync } from 'node:sqlite'
import {
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  GetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import type { PostConfirmationTriggerEvent } from 'aws-lambda'
import { expect, test } from 'vitest'
import { databaseFile } from '../testing/database-file.ts'
import { ClientId, otherThan, Password, secretHash, startEngine } from '../testing/engine.ts'
import { common, poolFunctions, refuse } from '../testing/pool-functions.ts'
import { signedInUser } from '../testing/signed-in-user.ts'

type Engine = Awaited<ReturnType<typeof startEngine>>

const NewPassword = 'Another-horse-8'
const legacy = { PreventUserExistenceErrors: 'LEGACY' } as const
const mismatch = {
  name: 'CodeMismatchException',
  message: 'Invalid verification code provided, please try again.',
  $metadata: { httpStatusCode: 400 },
}
const expired = {
  name: 'ExpiredCodeException',
  message: 'Invalid code provided, please request a code again.',
  $metadata: { httpStatusCode: 400 },
}

const forgot = (engine: Engine, Username = 'ada') =>
  engine.sdk.send(new ForgotPasswordCommand({ ClientId, Username }))
const confirm = (
  engine: Engine,
  { Username = 'ada', code = engine.latestCode(), password = NewPassword } = {},
) =>
  engine.sdk.send(
    new ConfirmForgotPasswordCommand({
      ClientId,
      Username,
      ConfirmationCode: code,
      Password: password,
    }),
  )

test('sets the new password, and leaves tokens good', async () => {
  await using user = await signedInUser()
  const { engine, AccessToken } = user
  await forgot(engine)

  const { $metadata, ...answer } = await confirm(engine)

  expect(answer).toEqual({})
  await expect(engine.signIn('ada', NewPassword)).resolves.toHaveProperty('AuthenticationResult')
  await expect(engine.signIn('ada', Password)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await expect(engine.sdk.send(new GetUserCommand({ AccessToken }))).resolves.toBeDefined()
})

test('lets a user sign in again whose password was reset', async () => {
  await using file = await databaseFile()
  await using engine = await startEngine({ database: file.path })
  await engine.confirmedUser('ada')
  using administrator = new DatabaseSync(file.path)
  administrator.exec("update users set status = 'RESET_REQUIRED'")
  await forgot(engine, 'ada@example.test')
  await confirm(engine, { Username: 'ada@example.test' })
  await expect(engine.signIn('ada', NewPassword)).resolves.toHaveProperty('AuthenticationResult')
})

test('refuses a wrong code and still takes the right one, once', async () => {
  await using engine = await startEngine()
  await engine.confirmedUser('ada')
  await forgot(engine)
  await expect(confirm(engine, { code: otherThan(engine.latestCode()) })).rejects.toMatchObject(mismatch)
  await expect(engine.signIn('ada')).resolves.toBeDefined()
  await expect(confirm(engine)).resolves.toBeDefined()
  await expect(confirm(engine)).rejects.toMatchObject(expired)
})

test('takes a code for an hour and no longer', async () => {
  await using engine = await startEngine()
  await engine.confirmedUser('ada', { email: 'ada@example.test' })
  await engine.confirmedUser('bob', { email: 'bob@example.test' })
  await forgot(engine, 'ada')
  const adasCode = engine.latestCode()
  await forgot(engine, 'bob')

  engine.clock.advance({ minutes: 59, seconds: 59 })
  await expect(confirm(engine, { code: adasCode })).resolves.toBeDefined()
  engine.clock.advance({ seconds: 1 })
  await expect(confirm(engine, { Username: 'bob' })).rejects.toMatchObject(expired)
})

test('refuses a weak password, and the code stays good', async () => {
  await using engine = await startEngine()
  await engine.confirmedUser('ada')
  await forgot(engine)
  await expect(confirm(engine, { password: 'short' })).rejects.toMatchObject({
    name: 'InvalidPasswordException',
    message: 'Password did not conform with policy: Password not long enough',
  })
  await expect(confirm(engine)).resolves.toBeDefined()
})

test('tells of former passwords only to who has the code', async () => {
  const Policies = { PasswordPolicy: { MinimumLength: 12, PasswordHistorySize: 1 } }
  await using engine = await startEngine({ pool: { Policies } })
  await engine.confirmedUser('ada')
  await forgot(engine)
  const code = otherThan(engine.latestCode())
  await expect(confirm(engine, { code, password: Password })).rejects.toMatchObject(mismatch)
  await expect(confirm(engine, { password: Password })).rejects.toMatchObject({
    name: 'PasswordHistoryPolicyViolationException',
    $metadata: { httpStatusCode: 400 },
  })
  await expect(confirm(engine)).resolves.toBeDefined()
})

test('tells of an unknown user under LEGACY only', async () => {
  await using telling = await startEngine({ client: legacy })
  await using hiding = await startEngine()
  await expect(confirm(telling, { Username: 'nobody', code: '123456' })).rejects.toMatchObject({
    name: 'UserNotFoundException',
  })
  await expect(confirm(hiding, { Username: 'nobody', code: '123456' })).rejects.toMatchObject(expired)
})

test.each(['ada', 'eve', 'nobody'])('answers alike for %s, to whom nothing can be sent', async Username => {
  await using file = await databaseFile()
  await using engine = await startEngine({ database: file.path })
  await engine.confirmedUser('ada')
  await engine.signUp('eve', { email: 'eve@example.test' })
  using administrator = new DatabaseSync(file.path)
  administrator.exec("update users set is_enabled = 0 where username = 'ada'")

  await expect(confirm(engine, { Username, code: '123456' })).rejects.toMatchObject(expired)
  await forgot(engine, Username)
  await expect(confirm(engine, { Username, code: '123456' })).rejects.toMatchObject(mismatch)
  engine.clock.advance({ hours: 1 })
  await expect(confirm(engine, { Username, code: '123456' })).rejects.toMatchObject(expired)
})

test.each(['ada', 'nobody'])(
  'counts the hour of a code for %s from when it was asked for last',
  async Username => {
    await using engine = await startEngine()
    await engine.confirmedUser('ada')
    await forgot(engine, Username)
    engine.clock.advance({ minutes: 50 })
    await forgot(engine, Username)
    const code = otherThan(engine.latestCode())

    engine.clock.advance({ minutes: 59 })
    await expect(confirm(engine, { Username, code })).rejects.toMatchObject(mismatch)
    engine.clock.advance({ minutes: 1 })
    await expect(confirm(engine, { Username, code })).rejects.toMatchObject(expired)
  },
)

test('lets one of two through who have the same code', async () => {
  await using engine = await startEngine()
  await engine.confirmedUser('ada')
  await forgot(engine)
  const results = await Promise.allSettled([
    confirm(engine),
    confirm(engine, { password: 'A-third-horse-9' }),
  ])
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { name: 'ExpiredCodeException' },
  })
})

test('refuses a disabled user under LEGACY', async () => {
  await using file = await databaseFile()
  await using engine = await startEngine({ database: file.path, client: legacy })
  await engine.confirmedUser('ada')
  await forgot(engine)
  using administrator = new DatabaseSync(file.path)
  administrator.exec('update users set is_enabled = 0')
  await expect(confirm(engine)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
})

test.each(['LEGACY', 'ENABLED'] as const)(
  'takes no code that went to a former address, under %s',
  async setting => {
    await using user = await signedInUser({ client: { PreventUserExistenceErrors: setting } })
    const { engine, update } = user
    await forgot(engine)
    const code = engine.latestCode()
    await update({ email: 'eve@example.test' })
    await expect(confirm(engine, { code })).rejects.toMatchObject({
      name: setting === 'LEGACY' ? 'ExpiredCodeException' : 'CodeMismatchException',
    })
    await expect(engine.signIn('ada', Password)).resolves.toBeDefined()
  },
)

test.each(['ada', 'nobody'])('allows %s five attempts in an hour', async Username => {
  await using engine = await startEngine()
  await engine.confirmedUser('ada')
  await forgot(engine, Username)
  const code = otherThan(engine.latestCode())
  for (let attempt = 1; attempt <= 5; attempt++) {
    await expect(confirm(engine, { Username, code })).rejects.toMatchObject(mismatch)
  }
  await expect(confirm(engine, { Username })).rejects.toMatchObject({ name: 'LimitExceededException' })
  engine.clock.advance({ hours: 1 })
  await forgot(engine, Username)
  await expect(confirm(engine, { Username, code: otherThan(engine.latestCode()) })).rejects.toMatchObject(
    mismatch,
  )
})

test('wants the secret hash of a client with a secret', async () => {
  const secret = 'a-secret-of-thirty-two-characters'
  await using engine = await startEngine({ client: { ClientSecret: secret } })
  const attempt = (SecretHash?: string) =>
    engine.sdk.send(
      new ConfirmForgotPasswordCommand({
        ClientId,
        Username: 'nobody',
        ConfirmationCode: '123456',
        Password: NewPassword,
        SecretHash,
      }),
    )
  await expect(attempt()).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await expect(attempt(secretHash(secret, 'eve'))).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await expect(attempt(secretHash(secret, 'nobody'))).rejects.toMatchObject(expired)
})

test('tells the function for confirmations, whose refusal comes too late', async () => {
  const { events, invoke, LambdaConfig } = poolFunctions({
    PostConfirmation: ({ triggerSource }) =>
      triggerSource === 'PostConfirmation_ConfirmForgotPassword' ? refuse() : undefined,
  })
  await using engine = await startEngine({ invoke, pool: { LambdaConfig } })
  const sub = await engine.confirmedUser('ada')
  await forgot(engine)

  await expect(
    engine.sdk.send(
      new ConfirmForgotPasswordCommand({
        ClientId,
        Username: 'ada',
        ConfirmationCode: engine.latestCode(),
        Password: NewPassword,
        ClientMetadata: { page: 'reset' },
      }),
    ),
  ).rejects.toMatchObject({ name: 'UserLambdaValidationException', $metadata: { httpStatusCode: 400 } })

  const expected: PostConfirmationTriggerEvent = {
    ...common,
    triggerSource: 'PostConfirmation_ConfirmForgotPassword',
    userName: 'ada',
    request: {
      userAttributes: {
        sub,
        'cognito:user_status': 'CONFIRMED',
        email: 'ada@example.test',
        email_verified: 'true',
      },
      clientMetadata: { page: 'reset' },
    },
    response: {},
  }
  expect(events.at(-1)).toEqual(expected)
  await expect(engine.signIn('ada', NewPassword)).resolves.toHaveProperty('AuthenticationResult')
})
