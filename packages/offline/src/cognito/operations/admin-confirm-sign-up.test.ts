import { AdminConfirmSignUpCommand, AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { poolId, startEngine } from '../testing/engine.ts'
import { common, poolFunctions, refuse } from '../testing/pool-functions.ts'

type Engine = Awaited<ReturnType<typeof startEngine>>

const confirmUser = ({ sdk }: Engine, ClientMetadata?: Record<string, string>) =>
  sdk.send(new AdminConfirmSignUpCommand({ UserPoolId: poolId, Username: 'ada', ClientMetadata }))

const getUser = ({ sdk }: Engine) =>
  sdk.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: 'ada' }))

test('confirms the user and verifies nothing', async () => {
  await using engine = await startEngine()
  await engine.signUp()

  const { $metadata, ...answer } = await confirmUser(engine)

  expect(answer).toEqual({})
  const { UserStatus, UserAttributes } = await getUser(engine)
  expect(UserStatus).toBe('CONFIRMED')
  expect(UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'false' })
  await expect(engine.signIn()).resolves.toHaveProperty('AuthenticationResult')
})

test('refuses a user who is confirmed', async () => {
  await using engine = await startEngine()
  await engine.confirmedUser()
  await expect(confirmUser(engine)).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'User cannot be confirmed. Current status is CONFIRMED',
    $metadata: { httpStatusCode: 400 },
  })
})

test('tells the function of the pool, and the user is confirmed whatever it says', async () => {
  const { events, invoke, LambdaConfig } = poolFunctions({ PostConfirmation: refuse })
  await using engine = await startEngine({ invoke, pool: { LambdaConfig } })
  const { UserSub } = await engine.signUp()

  await expect(confirmUser(engine, { from: 'us' })).rejects.toMatchObject({
    name: 'UserLambdaValidationException',
    $metadata: { httpStatusCode: 400 },
  })

  expect(events).toEqual([
    {
      ...common,
      callerContext: { ...common.callerContext, clientId: 'CLIENT_ID_NOT_APPLICABLE' },
      triggerSource: 'PostConfirmation_ConfirmSignUp',
      userName: 'ada',
      request: {
        userAttributes: {
          sub: UserSub,
          'cognito:user_status': 'CONFIRMED',
          email: 'ada@example.test',
          email_verified: 'false',
        },
        clientMetadata: { from: 'us' },
      },
      response: {},
    },
  ])
  expect((await getUser(engine)).UserStatus).toBe('CONFIRMED')
})
