import {
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { ClientId, poolId, startEngine } from '../testing/engine.ts'

const remove = (UserPoolId = poolId) => new DeleteUserPoolCommand({ UserPoolId })

test('removes the pool with its clients and its keys', async () => {
  await using engine = await startEngine()
  await engine.confirmedUser()

  const { $metadata, ...answer } = await engine.sdk.send(remove())

  expect(answer).toEqual({})
  await expect(engine.sdk.send(new DescribeUserPoolCommand({ UserPoolId: poolId }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  })
  await expect(engine.signIn()).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: `User pool client ${ClientId} does not exist.`,
  })
  expect((await fetch(`${engine.cognito.url}/${poolId}/.well-known/jwks.json`)).status).toBe(404)
})

test('removes a pool that has only just been created', async () => {
  await using engine = await startEngine()
  const { UserPool } = await engine.sdk.send(new CreateUserPoolCommand({ PoolName: 'people' }))
  await engine.sdk.send(remove(UserPool?.Id))
  await expect(engine.sdk.send(remove(UserPool?.Id))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: `User pool ${UserPool?.Id} does not exist.`,
    $metadata: { httpStatusCode: 400 },
  })
  expect(engine.errors).toEqual([])
})

test('refuses a pool that is protected, until it is not', async () => {
  await using engine = await startEngine({ pool: { DeletionProtection: 'ACTIVE' } })
  await expect(engine.sdk.send(remove())).rejects.toMatchObject({
    name: 'InvalidParameterException',
    $metadata: { httpStatusCode: 400 },
  })
  await engine.sdk.send(new UpdateUserPoolCommand({ UserPoolId: poolId, DeletionProtection: 'INACTIVE' }))
  await expect(engine.sdk.send(remove())).resolves.toBeDefined()
})
