import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  ConfirmForgotPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { ClientId, poolId, startEngine } from '../testing/engine.ts'
import { common, poolFunctions } from '../testing/pool-functions.ts'

type Engine = Awaited<ReturnType<typeof startEngine>>

const ada = { UserPoolId: poolId, Username: 'ada' }
const another = 'Another-horse-8'

const reset = ({ sdk }: Engine, ClientMetadata?: Record<string, string>) =>
  sdk.send(new AdminResetUserPasswordCommand({ ...ada, ClientMetadata }))

const statusOf = async ({ sdk }: Engine) => (await sdk.send(new AdminGetUserCommand(ada))).UserStatus

const noAddress = {
  name: 'InvalidParameterException',
  message: 'Cannot reset password for the user as there is no registered/verified email or phone_number',
  $metadata: { httpStatusCode: 400 },
}

test('demands a new password, for which it sends a code', async () => {
  await using engine = await startEngine({ client: { PreventUserExistenceErrors: 'LEGACY' } })
  await engine.confirmedUser()

  const { $metadata, ...answer } = await reset(engine)

  expect(answer).toEqual({})
  expect(await statusOf(engine)).toBe('RESET_REQUIRED')
  expect(engine.cognito.messages()[0]).toMatchObject({ kind: 'ForgotPassword', to: 'ada@example.test' })
  await expect(engine.signIn()).rejects.toMatchObject({ name: 'PasswordResetRequiredException' })

  const ConfirmationCode = engine.latestCode()
  await engine.sdk.send(
    new ConfirmForgotPasswordCommand({ ClientId, Username: 'ada', ConfirmationCode, Password: another }),
  )
  expect(await statusOf(engine)).toBe('CONFIRMED')
  await expect(engine.signIn('ada', another)).resolves.toHaveProperty('AuthenticationResult')
})

test('asks the function of the pool for the words', async () => {
  const { events, invoke, LambdaConfig } = poolFunctions({ CustomMessage: () => undefined })
  await using engine = await startEngine({ invoke, pool: { LambdaConfig } })
  await engine.confirmedUser()
  await reset(engine, { from: 'us' })
  expect(events.at(-1)).toMatchObject({
    ...common,
    callerContext: { clientId: 'CLIENT_ID_NOT_APPLICABLE' },
    triggerSource: 'CustomMessage_ForgotPassword',
    request: { clientMetadata: { from: 'us' } },
  })
})

test('refuses a user without a verified address, and leaves them as they were', async () => {
  await using engine = await startEngine()
  await engine.signUp()
  await expect(reset(engine)).rejects.toMatchObject(noAddress)
  await engine.sdk.send(new AdminConfirmSignUpCommand(ada))
  await expect(reset(engine)).rejects.toMatchObject(noAddress)
  expect(await statusOf(engine)).toBe('CONFIRMED')
})

test('refuses a user who has to change the password anyway', async () => {
  await using engine = await startEngine()
  await engine.sdk.send(new AdminCreateUserCommand(ada))
  await expect(reset(engine)).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'User password cannot be reset in the current state.',
    $metadata: { httpStatusCode: 400 },
  })
})

test('refuses a user who is disabled', async () => {
  await using engine = await startEngine()
  await engine.confirmedUser()
  await engine.sdk.send(new AdminDisableUserCommand(ada))
  await expect(reset(engine)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
})

test('needs a pool whose users recover their accounts themselves', async () => {
  const recoveredBy = (Name: 'admin_only' | 'verified_email') =>
    startEngine({ pool: { AccountRecoverySetting: { RecoveryMechanisms: [{ Name, Priority: 1 }] } } })
  await using closed = await recoveredBy('admin_only')
  await using open = await recoveredBy('verified_email')
  await closed.confirmedUser()
  await open.confirmedUser()
  await expect(reset(closed)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await expect(reset(open)).resolves.toBeDefined()
})
