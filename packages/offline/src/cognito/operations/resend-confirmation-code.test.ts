import {
  AdminConfirmSignUpCommand,
  ResendConfirmationCodeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { ClientId, emailDesign, poolId, secretHash, startEngine } from '../testing/engine.ts'
import { poolFunctions } from '../testing/pool-functions.ts'

const resendTo = (Username: string) => new ResendConfirmationCodeCommand({ ClientId, Username })

const sequence = () => {
  let last = 100_000
  return () => String(++last)
}

test('sends a new code, and the one before it is good no longer', async () => {
  await using engine = await startEngine({ newCode: sequence() })
  await engine.signUp('ada')

  expect(await engine.sdk.send(resendTo('ada'))).toMatchObject({
    CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'a***@e***' },
  })

  expect(engine.cognito.messages()).toMatchObject([
    { code: '100002', kind: 'ResendCode' },
    { code: '100001', kind: 'SignUp' },
  ])
  await expect(engine.confirm('ada', '100001')).rejects.toMatchObject({ name: 'CodeMismatchException' })
  await expect(engine.confirm('ada', '100002')).resolves.toBeDefined()
})

test('makes an expired sign-up possible again', async () => {
  await using engine = await startEngine()
  await engine.signUp('ada')
  engine.clock.advance({ hours: 25 })
  await engine.sdk.send(resendTo('ada'))
  await expect(engine.confirm('ada')).resolves.toBeDefined()
})

test('refuses for a user who is confirmed', async () => {
  await using engine = await startEngine()
  await engine.confirmedUser('ada')
  await expect(engine.sdk.send(resendTo('ada'))).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'User is already confirmed.',
  })
})

test('refuses where the pool verifies no address', async () => {
  await using engine = await startEngine({ pool: { AutoVerifiedAttributes: [] } })
  await engine.signUp('ada')
  await expect(engine.sdk.send(resendTo('ada'))).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'Cannot resend codes. Auto verification not turned on.',
  })
})

test('tells of an unknown user under LEGACY', async () => {
  await using engine = await startEngine({ client: { PreventUserExistenceErrors: 'LEGACY' } })
  await engine.signUp('ada', { email: 'ada@example.test' })
  for (const name of ['nobody', 'ada@example.test']) {
    await expect(engine.sdk.send(resendTo(name))).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'Username/client id combination not found.',
    })
  }
})

test('pretends to send to an unknown user under ENABLED, each time to the same address', async () => {
  await using engine = await startEngine({ client: { PreventUserExistenceErrors: 'ENABLED' } })

  const first = await engine.sdk.send(resendTo('nobody'))
  const second = await engine.sdk.send(resendTo('nobody'))

  expect(first.CodeDeliveryDetails).toEqual({
    AttributeName: 'email',
    DeliveryMedium: 'EMAIL',
    Destination: expect.stringMatching(/^[a-z]\*{3}@[a-z]\*{3}$/),
  })
  expect(second.CodeDeliveryDetails).toEqual(first.CodeDeliveryDetails)
  expect(engine.cognito.messages()).toEqual([])
})

test.each(['ada', 'nobody'])('sends to %s five times in an hour', async name => {
  await using engine = await startEngine()
  await engine.signUp('ada')
  for (let attempt = 1; attempt <= 5; attempt++) await engine.sdk.send(resendTo(name))

  await expect(engine.sdk.send(resendTo(name))).rejects.toMatchObject({ name: 'LimitExceededException' })
  engine.clock.advance({ minutes: 59, seconds: 59 })
  await expect(engine.sdk.send(resendTo(name))).rejects.toMatchObject({ name: 'LimitExceededException' })
  engine.clock.advance({ seconds: 1 })
  await expect(engine.sdk.send(resendTo(name))).resolves.toBeDefined()
})

test('finds a user by the address that is the username', async () => {
  await using engine = await startEngine({ pool: emailDesign })
  await engine.signUp('ada@example.test', { email: 'ada@example.test' })
  await engine.sdk.send(resendTo('ada@example.test'))
  expect(engine.cognito.messages({ to: 'ada@example.test' })).toHaveLength(2)
})

test('wants the secret hash of a client with a secret', async () => {
  const secret = 'a-secret-of-thirty-two-characters'
  await using engine = await startEngine({ client: { ClientSecret: secret } })
  const attempt = (SecretHash?: string) =>
    engine.sdk.send(new ResendConfirmationCodeCommand({ ClientId, Username: 'nobody', SecretHash }))

  await expect(attempt()).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await expect(attempt(secretHash(secret, 'eve'))).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await expect(attempt(secretHash(secret, 'nobody'))).resolves.toHaveProperty('CodeDeliveryDetails')
})

test('sends nothing to a user who is confirmed meanwhile', async () => {
  const { invoke, LambdaConfig } = poolFunctions({
    CustomMessage: async ({ triggerSource }) => {
      if (triggerSource === 'CustomMessage_ResendCode') await administrator()
    },
  })
  await using engine = await startEngine({ invoke, pool: { LambdaConfig } })
  const administrator = () =>
    engine.sdk.send(new AdminConfirmSignUpCommand({ UserPoolId: poolId, Username: 'ada' }))
  await engine.signUp('ada')

  await expect(engine.sdk.send(resendTo('ada'))).rejects.toMatchObject({ name: 'InvalidParameterException' })
  expect(engine.cognito.messages()).toMatchObject([{ kind: 'SignUp' }])
})
