import {
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminUserGlobalSignOutCommand,
  GetUserCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { ClientId, poolId } from '../testing/engine.ts'
import { signedInUser } from '../testing/signed-in-user.ts'

type Person = Awaited<ReturnType<typeof signedInUser>>

const ada = { UserPoolId: poolId, Username: 'ada' }

const signedOut = { name: 'NotAuthorizedException', message: 'Access Token has been revoked' }

const client = {
  ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
} satisfies NonNullable<Parameters<typeof signedInUser>[0]>['client']

const getUser = ({ engine, AccessToken }: Person) => engine.sdk.send(new GetUserCommand({ AccessToken }))

const refresh = ({ engine, RefreshToken }: Person) =>
  engine.sdk.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: RefreshToken },
    }),
  )

test('keeps the user out, and ends what they had begun', async () => {
  await using person = await signedInUser({ client })
  const { engine } = person

  const { $metadata, ...answer } = await engine.sdk.send(new AdminDisableUserCommand(ada))

  expect(answer).toEqual({})
  expect(await engine.sdk.send(new AdminGetUserCommand(ada))).toMatchObject({ Enabled: false })
  await expect(engine.signIn()).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await expect(getUser(person)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await expect(refresh(person)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
})

test('lets the user in again, and what was ended stays ended', async () => {
  await using person = await signedInUser({ client })
  const { engine } = person
  await engine.sdk.send(new AdminDisableUserCommand(ada))

  const { $metadata, ...answer } = await engine.sdk.send(new AdminEnableUserCommand(ada))

  expect(answer).toEqual({})
  expect(await engine.sdk.send(new AdminGetUserCommand(ada))).toMatchObject({ Enabled: true })
  await expect(engine.signIn()).resolves.toHaveProperty('AuthenticationResult')
  await expect(getUser(person)).rejects.toMatchObject(signedOut)
})

test('signs the user out everywhere, and no further', async () => {
  await using person = await signedInUser({ client })
  const { engine } = person

  const { $metadata, ...answer } = await engine.sdk.send(new AdminUserGlobalSignOutCommand(ada))

  expect(answer).toEqual({})
  await expect(getUser(person)).rejects.toMatchObject(signedOut)
  await expect(refresh(person)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await expect(engine.signIn()).resolves.toHaveProperty('AuthenticationResult')
})

test('signs out a user whose tokens name no sign-in', async () => {
  await using person = await signedInUser({ client: { ...client, EnableTokenRevocation: false } })
  await expect(getUser(person)).resolves.toBeDefined()
  await person.engine.sdk.send(new AdminUserGlobalSignOutCommand(ada))
  await expect(getUser(person)).rejects.toMatchObject(signedOut)
})
