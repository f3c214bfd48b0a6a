import {
  CreateUserPoolCommand,
  ListUserPoolsCommand,
  paginateListUserPools,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { poolId, startEngine } from '../testing/engine.ts'

test('lists the pools of the graph and those that were created', async () => {
  await using engine = await startEngine()
  const { UserPool } = await engine.sdk.send(new CreateUserPoolCommand({ PoolName: 'people' }))

  const { $metadata, ...answer } = await engine.sdk.send(new ListUserPoolsCommand({ MaxResults: 60 }))

  const created = new Date(engine.clock.now())
  const pools = [
    { Id: poolId, Name: 'users', LambdaConfig: {} },
    { Id: UserPool?.Id, Name: 'people', LambdaConfig: {}, CreationDate: created, LastModifiedDate: created },
  ]
  expect(answer).toEqual({ UserPools: expect.arrayContaining(pools) })
  expect(answer.UserPools).toHaveLength(2)
})

test('lists every pool once, a page at a time', async () => {
  await using engine = await startEngine()
  const PoolName = 'people'
  await Promise.all([1, 2, 3, 4].map(() => engine.sdk.send(new CreateUserPoolCommand({ PoolName }))))

  const pages: (string | undefined)[][] = []
  for await (const { UserPools = [] } of paginateListUserPools(
    { client: engine.sdk, pageSize: 2 },
    { MaxResults: 2 },
  )) {
    pages.push(UserPools.map(({ Id }) => Id))
  }
  expect(pages.map(page => page.length)).toEqual([2, 2, 1])
  expect(new Set(pages.flat()).size).toBe(5)
})

test.each([{ MaxResults: 0 }, { MaxResults: 61 }, { MaxResults: 1, NextToken: 'garbage' }])(
  'refuses %o',
  async input => {
    await using engine = await startEngine()
    await expect(engine.sdk.send(new ListUserPoolsCommand(input))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      $metadata: { httpStatusCode: 400 },
    })
  },
)
