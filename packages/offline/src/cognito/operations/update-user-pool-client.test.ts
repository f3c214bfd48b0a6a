import {
  CreateUserPoolClientCommand,
  DeleteUserPoolClientCommand,
  DescribeUserPoolClientCommand,
  ListUserPoolClientsCommand,
  paginateListUserPoolClients,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { ClientId, poolId, startEngine } from '../testing/engine.ts'

const UserPoolId = poolId

test('resets what it is not given, save the name and the secret', async () => {
  await using engine = await startEngine()
  const { UserPoolClient: before } = await engine.sdk.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'cli',
      GenerateSecret: true,
      PreventUserExistenceErrors: 'ENABLED',
      AccessTokenValidity: 2,
      EnableTokenRevocation: false,
    }),
  )
  engine.clock.advance({ minutes: 1 })

  const { UserPoolClient: after } = await engine.sdk.send(
    new UpdateUserPoolClientCommand({ UserPoolId, ClientId: before?.ClientId, AuthSessionValidity: 5 }),
  )

  const { AccessTokenValidity, ...kept } = before ?? {}
  expect(after).toEqual({
    ...kept,
    PreventUserExistenceErrors: 'LEGACY',
    EnableTokenRevocation: true,
    AuthSessionValidity: 5,
    LastModifiedDate: new Date(engine.clock.now()),
  })
  const { UserPoolClient } = await engine.sdk.send(
    new DescribeUserPoolClientCommand({ UserPoolId, ClientId: before?.ClientId }),
  )
  expect(UserPoolClient).toEqual(after)
})

test('sets what it is given, and at once', async () => {
  await using engine = await startEngine()
  await engine.confirmedUser()
  await engine.sdk.send(
    new UpdateUserPoolClientCommand({ UserPoolId, ClientId, ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] }),
  )
  await expect(engine.signIn()).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'USER_PASSWORD_AUTH flow not enabled for this client',
  })
})

test('leaves the client as it was when it refuses', async () => {
  await using engine = await startEngine()
  await expect(
    engine.sdk.send(
      new UpdateUserPoolClientCommand({ UserPoolId, ClientId, ClientName: 'cli', AccessTokenValidity: 25 }),
    ),
  ).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'Invalid range for token validity.',
    $metadata: { httpStatusCode: 400 },
  })
  const { UserPoolClient } = await engine.sdk.send(
    new DescribeUserPoolClientCommand({ UserPoolId, ClientId }),
  )
  expect(UserPoolClient?.ClientName).toBe('web')
})

test('removes a client, and with it what it did', async () => {
  await using engine = await startEngine()
  await engine.confirmedUser()
  const remove = () => engine.sdk.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId }))

  const { $metadata, ...answer } = await remove()

  expect(answer).toEqual({})
  const gone = {
    name: 'ResourceNotFoundException',
    message: `User pool client ${ClientId} does not exist.`,
    $metadata: { httpStatusCode: 400 },
  }
  await expect(engine.signIn()).rejects.toMatchObject(gone)
  await expect(remove()).rejects.toMatchObject(gone)
  await expect(
    engine.sdk.send(new UpdateUserPoolClientCommand({ UserPoolId, ClientId })),
  ).rejects.toMatchObject(gone)
})

test('lists every client of the pool once, a page at a time', async () => {
  await using engine = await startEngine()
  for (const ClientName of ['one', 'two', 'three', 'four']) {
    await engine.sdk.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName }))
  }
  const { UserPoolClients: all = [] } = await engine.sdk.send(new ListUserPoolClientsCommand({ UserPoolId }))
  expect(all).toContainEqual({ ClientId, UserPoolId, ClientName: 'web' })

  const pages: object[][] = []
  for await (const { UserPoolClients = [] } of paginateListUserPoolClients(
    { client: engine.sdk, pageSize: 2 },
    { UserPoolId },
  )) {
    pages.push(UserPoolClients)
  }
  expect(pages.map(page => page.length)).toEqual([2, 2, 1])
  expect(pages.flat()).toEqual(all)
})

test.each([
  { UserPoolId, MaxResults: 0 },
  { UserPoolId, MaxResults: 61 },
  { UserPoolId, NextToken: 'garbage' },
])('does not list by %o', async input => {
  await using engine = await startEngine()
  await expect(engine.sdk.send(new ListUserPoolClientsCommand(input))).rejects.toMatchObject({
    name: 'InvalidParameterException',
    $metadata: { httpStatusCode: 400 },
  })
})
