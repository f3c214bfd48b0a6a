import {
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { ClientId, Password, poolId, startEngine } from '../testing/engine.ts'

type Engine = Awaited<ReturnType<typeof startEngine>>

const another = 'Another-horse-8'

const set = ({ sdk }: Engine, password: string, Permanent?: boolean) =>
  sdk.send(
    new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username: 'ada', Password: password, Permanent }),
  )

const statusOf = async ({ sdk }: Engine) =>
  (await sdk.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: 'ada' }))).UserStatus

test('sets a password for good', async () => {
  await using engine = await startEngine()
  await engine.confirmedUser()

  const { $metadata, ...answer } = await set(engine, another, true)

  expect(answer).toEqual({})
  expect(await statusOf(engine)).toBe('CONFIRMED')
  await expect(engine.signIn('ada', Password)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await expect(engine.signIn('ada', another)).resolves.toHaveProperty('AuthenticationResult')
})

test.each([false, undefined])('sets one that the user changes, for Permanent %s', async permanent => {
  await using engine = await startEngine()
  await engine.confirmedUser()
  await set(engine, another, permanent)
  expect(await statusOf(engine)).toBe('FORCE_CHANGE_PASSWORD')
  await expect(engine.signIn('ada', another)).resolves.toMatchObject({
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
  })
})

test('confirms a user who had not confirmed themselves', async () => {
  await using engine = await startEngine()
  await engine.signUp()
  await set(engine, another, true)
  expect(await statusOf(engine)).toBe('CONFIRMED')
  await expect(engine.signIn('ada', another)).resolves.toHaveProperty('AuthenticationResult')
})

test('makes a reset code void', async () => {
  await using engine = await startEngine()
  await engine.confirmedUser()
  await engine.sdk.send(new ForgotPasswordCommand({ ClientId, Username: 'ada' }))
  const ConfirmationCode = engine.latestCode()
  await set(engine, another, true)
  await expect(
    engine.sdk.send(
      new ConfirmForgotPasswordCommand({ ClientId, Username: 'ada', ConfirmationCode, Password }),
    ),
  ).rejects.toMatchObject({ name: 'ExpiredCodeException' })
})

test('refuses what the policy does, and changes nothing', async () => {
  await using engine = await startEngine()
  await engine.confirmedUser()
  await expect(set(engine, 'short', true)).rejects.toMatchObject({
    name: 'InvalidPasswordException',
    message: expect.stringContaining('Password not long enough'),
    $metadata: { httpStatusCode: 400 },
  })
  await expect(engine.signIn()).resolves.toHaveProperty('AuthenticationResult')
})

test('refuses a password of the history, where the pool keeps one', async () => {
  const withHistory = (PasswordHistorySize: number) =>
    startEngine({ pool: { Policies: { PasswordPolicy: { PasswordHistorySize } } } })
  await using keeping = await withHistory(2)
  await using forgetful = await withHistory(0)
  for (const engine of [keeping, forgetful]) {
    await engine.confirmedUser()
    await set(engine, another, true)
  }
  await expect(set(keeping, Password, true)).rejects.toMatchObject({
    name: 'PasswordHistoryPolicyViolationException',
    $metadata: { httpStatusCode: 400 },
  })
  await expect(set(forgetful, Password, true)).resolves.toBeDefined()
})
