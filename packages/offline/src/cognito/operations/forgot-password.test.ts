import { DatabaseSync } from 'node:sqlite'
import {
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import type { CustomMessageTriggerEvent, UserMigrationTriggerEvent } from 'aws-lambda'
import { expect, test } from 'vitest'
import { databaseFile } from '../testing/database-file.ts'
import { ClientId, emailDesign, secretHash, startEngine } from '../testing/engine.ts'
import { common, poolFunctions, refuse } from '../testing/pool-functions.ts'

const forgotBy = (Username: string) => new ForgotPasswordCommand({ ClientId, Username })
const legacy = { PreventUserExistenceErrors: 'LEGACY' } as const
const toAda = { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'a***@e***' }
const simulated = {
  AttributeName: 'email',
  DeliveryMedium: 'EMAIL',
  Destination: expect.stringMatching(/^[a-z]\*{3}@[a-z]\*{3}$/),
}

test('sends a code to the verified address, for the username and for the address', async () => {
  await using engine = await startEngine({ newCode: () => '424242' })
  await engine.confirmedUser('ada', { email: 'ada@example.test' })

  for (const name of ['ada', 'ada@example.test']) {
    const { $metadata, ...answer } = await engine.sdk.send(forgotBy(name))
    expect(answer).toEqual({ CodeDeliveryDetails: toAda })
  }
  expect(engine.cognito.messages().slice(0, 2)).toMatchObject([
    { to: 'ada@example.test', kind: 'ForgotPassword', code: '424242' },
    { to: 'ada@example.test', kind: 'ForgotPassword', code: '424242' },
  ])
})

test('tells of an unknown user under LEGACY only', async () => {
  await using telling = await startEngine({ client: legacy })
  await using hiding = await startEngine({ client: { PreventUserExistenceErrors: 'ENABLED' } })

  await expect(telling.sdk.send(forgotBy('nobody'))).rejects.toMatchObject({
    name: 'UserNotFoundException',
    message: 'Username/client id combination not found.',
    $metadata: { httpStatusCode: 400 },
  })
  const first = await hiding.sdk.send(forgotBy('nobody'))
  const second = await hiding.sdk.send(forgotBy('Nobody'))
  expect(first.CodeDeliveryDetails).toEqual(simulated)
  expect(second.CodeDeliveryDetails).toEqual(first.CodeDeliveryDetails)
  expect(hiding.cognito.messages()).toEqual([])
})

test('tells of a user without a verified address under LEGACY only', async () => {
  await using telling = await startEngine({ client: legacy })
  await using hiding = await startEngine()
  await telling.signUp('ada')
  await hiding.signUp('ada')

  await expect(telling.sdk.send(forgotBy('ada'))).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'Cannot reset password for the user as there is no registered/verified email or phone_number',
    $metadata: { httpStatusCode: 400 },
  })
  expect((await hiding.sdk.send(forgotBy('ada'))).CodeDeliveryDetails).toEqual(simulated)
  expect(hiding.cognito.messages({ to: 'ada@example.test' })).toHaveLength(1)
})

test('sends nothing to a user who has yet to confirm, whose address is verified even so', async () => {
  const { invoke, LambdaConfig } = poolFunctions({ PreSignUp: () => ({ autoVerifyEmail: true }) })
  await using engine = await startEngine({ invoke, pool: { LambdaConfig }, client: legacy })
  await engine.signUp('ada')
  await expect(engine.sdk.send(forgotBy('ada'))).rejects.toMatchObject({ name: 'InvalidParameterException' })
})

test('words the message as the function for messages does', async () => {
  const { events, invoke, LambdaConfig } = poolFunctions({
    CustomMessage: () => ({ emailSubject: 'Forgotten?', emailMessage: 'Then type {####}' }),
  })
  await using engine = await startEngine({ invoke, pool: { LambdaConfig }, newCode: () => '424242' })
  const sub = await engine.confirmedUser('ada')
  const ClientMetadata = { screen: 'sign-in' }

  await engine.sdk.send(new ForgotPasswordCommand({ ClientId, Username: 'ada', ClientMetadata }))

  const expected: CustomMessageTriggerEvent = {
    ...common,
    triggerSource: 'CustomMessage_ForgotPassword',
    userName: 'ada',
    request: {
      userAttributes: {
        sub,
        'cognito:user_status': 'CONFIRMED',
        email: 'ada@example.test',
        email_verified: 'true',
      },
      codeParameter: '{####}',
      linkParameter: '{##Click Here##}',
      usernameParameter: null,
      clientMetadata: ClientMetadata,
    },
    response: { smsMessage: null, emailMessage: null, emailSubject: null },
  }
  expect(events.at(-1)).toEqual(expected)
  expect(engine.cognito.messages()[0]).toMatchObject({
    subject: 'Forgotten?',
    body: 'Then type 424242',
    kind: 'ForgotPassword',
  })
})

test.each([
  ['LEGACY', 'is_enabled = 0', { name: 'NotAuthorizedException' }],
  [
    'LEGACY',
    "status = 'FORCE_CHANGE_PASSWORD'",
    { name: 'NotAuthorizedException', message: 'User password cannot be reset in the current state.' },
  ],
  [
    'ENABLED',
    "status = 'FORCE_CHANGE_PASSWORD'",
    { name: 'NotAuthorizedException', message: 'User password cannot be reset in the current state.' },
  ],
] as const)('refuses under %s a user with %s', async (setting, state, refusal) => {
  await using file = await databaseFile()
  await using engine = await startEngine({
    database: file.path,
    client: { PreventUserExistenceErrors: setting },
  })
  await engine.confirmedUser('ada')
  using administrator = new DatabaseSync(file.path)
  administrator.exec(`update users set ${state}`)
  await expect(engine.sdk.send(forgotBy('ada'))).rejects.toMatchObject({
    ...refusal,
    $metadata: { httpStatusCode: 400 },
  })
})

test('pretends to send to a disabled user under ENABLED', async () => {
  await using file = await databaseFile()
  await using engine = await startEngine({ database: file.path })
  await engine.confirmedUser('ada')
  using administrator = new DatabaseSync(file.path)
  administrator.exec('update users set is_enabled = 0')

  expect((await engine.sdk.send(forgotBy('ada'))).CodeDeliveryDetails).toEqual(simulated)
  expect(engine.cognito.messages()).toHaveLength(1)
})

test('is closed where only an administrator recovers accounts, for whoever it may be', async () => {
  const AccountRecoverySetting = { RecoveryMechanisms: [{ Name: 'admin_only' as const, Priority: 1 }] }
  await using engine = await startEngine({ pool: { AccountRecoverySetting } })
  await engine.confirmedUser('ada')
  const refusals = await Promise.allSettled(['ada', 'nobody'].map(name => engine.sdk.send(forgotBy(name))))
  expect(refusals.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(refusals).toMatchObject([
    { reason: { name: 'NotAuthorizedException' } },
    { reason: { name: 'NotAuthorizedException' } },
  ])
})

test('does not recover by an address that is the second factor', async () => {
  await using file = await databaseFile()
  await using engine = await startEngine({ database: file.path, client: legacy })
  await engine.confirmedUser('ada')
  await expect(engine.sdk.send(forgotBy('ada'))).resolves.toBeDefined()
  using administrator = new DatabaseSync(file.path)
  administrator.exec(`update users set mfa = '{"enabled":["EMAIL_OTP"]}'`)

  await expect(engine.sdk.send(forgotBy('ada'))).rejects.toMatchObject({ name: 'InvalidParameterException' })
})

test.each([
  [undefined, 501],
  [{ RecoveryMechanisms: [{ Name: 'verified_email' as const, Priority: 1 }] }, 200],
  [
    {
      RecoveryMechanisms: [
        { Name: 'verified_phone_number' as const, Priority: 2 },
        { Name: 'verified_email' as const, Priority: 1 },
      ],
    },
    200,
  ],
])('goes by the preferred contact under %o', async (AccountRecoverySetting, status) => {
  await using file = await databaseFile()
  await using engine = await startEngine({ database: file.path, pool: { AccountRecoverySetting } })
  await engine.confirmedUser('ada')
  using administrator = new DatabaseSync(file.path)
  administrator.exec(
    `update users set attributes = '${JSON.stringify({
      email: 'ada@example.test',
      email_verified: 'true',
      phone_number: '+4930123456',
      phone_number_verified: 'true',
    })}'`,
  )
  const { $metadata } = await engine.sdk.send(forgotBy('ada')).catch(error => error)
  expect($metadata.httpStatusCode).toBe(status)
})

test('finds a user by the address that is the username', async () => {
  await using engine = await startEngine({ pool: emailDesign })
  await engine.confirmedUser('ada@example.test')
  expect((await engine.sdk.send(forgotBy('ADA@example.test'))).CodeDeliveryDetails).toEqual(toAda)
})

test.each(['ada', 'nobody'])('sends to %s five times in an hour', async name => {
  await using engine = await startEngine()
  await engine.confirmedUser('ada')
  for (let attempt = 1; attempt <= 5; attempt++) await engine.sdk.send(forgotBy(name))

  await expect(engine.sdk.send(forgotBy(name))).rejects.toMatchObject({
    name: 'LimitExceededException',
    message: 'Attempt limit exceeded, please try after some time.',
    $metadata: { httpStatusCode: 400 },
  })
  engine.clock.advance({ hours: 1 })
  await expect(engine.sdk.send(forgotBy(name))).resolves.toBeDefined()
})

test('counts attempts that it refuses', async () => {
  await using file = await databaseFile()
  await using engine = await startEngine({ database: file.path })
  await engine.confirmedUser('ada')
  using administrator = new DatabaseSync(file.path)
  administrator.exec("update users set status = 'FORCE_CHANGE_PASSWORD'")
  for (let attempt = 1; attempt <= 5; attempt++) {
    await expect(engine.sdk.send(forgotBy('ada'))).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  }
  await expect(engine.sdk.send(forgotBy('ada'))).rejects.toMatchObject({ name: 'LimitExceededException' })
})

test('wants the secret hash of a client with a secret', async () => {
  const secret = 'a-secret-of-thirty-two-characters'
  await using engine = await startEngine({ client: { ClientSecret: secret } })
  const attempt = (SecretHash?: string) =>
    engine.sdk.send(new ForgotPasswordCommand({ ClientId, Username: 'nobody', SecretHash }))

  await expect(attempt()).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await expect(attempt(secretHash(secret, 'eve'))).rejects.toMatchObject({
    message: `Unable to verify secret hash for client ${ClientId}`,
  })
  await expect(attempt(secretHash(secret, 'nobody'))).resolves.toHaveProperty('CodeDeliveryDetails')
})

test('takes over a user whom the function for migration knows', async () => {
  const { events, invoke, LambdaConfig } = poolFunctions({
    UserMigration: () => ({ userAttributes: { email: 'bob@example.test', email_verified: 'true' } }),
  })
  await using engine = await startEngine({ invoke, pool: { LambdaConfig }, client: legacy })
  const ClientMetadata = { origin: 'old-shop' }

  await engine.sdk.send(new ForgotPasswordCommand({ ClientId, Username: 'bob', ClientMetadata }))

  const expected = {
    ...common,
    triggerSource: 'UserMigration_ForgotPassword' satisfies UserMigrationTriggerEvent['triggerSource'],
    userName: 'bob',
    request: { clientMetadata: ClientMetadata },
    response: {
      userAttributes: null,
      forceAliasCreation: null,
      enableSMSMFA: null,
      finalUserStatus: null,
      messageAction: null,
      desiredDeliveryMediums: null,
    },
  }
  expect(events).toEqual([expected])
  await expect(engine.signIn('bob')).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await engine.sdk.send(
    new ConfirmForgotPasswordCommand({
      ClientId,
      Username: 'bob',
      ConfirmationCode: engine.latestCode(),
      Password: 'Another-horse-8',
    }),
  )
  await expect(engine.signIn('bob', 'Another-horse-8')).resolves.toHaveProperty('AuthenticationResult')
})

test('does not know a user whom the function for migration does not know', async () => {
  for (const answer of [refuse, () => ({})]) {
    const { events, invoke, LambdaConfig } = poolFunctions({ UserMigration: answer })
    await using engine = await startEngine({ invoke, pool: { LambdaConfig }, client: legacy })
    await expect(engine.sdk.send(forgotBy('bob'))).rejects.toMatchObject({ name: 'UserNotFoundException' })
    expect(events).toHaveLength(1)
  }
})
