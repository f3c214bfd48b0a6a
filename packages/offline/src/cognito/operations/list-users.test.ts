import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  ListUsersCommand,
  type ListUsersCommandInput,
  paginateListUsers,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { poolId, startEngine } from '../testing/engine.ts'

type Engine = Awaited<ReturnType<typeof startEngine>>

const UserPoolId = poolId

/** Ada, who is confirmed; Adam, who is invited, and Bob, who is disabled. */
async function threeUsers() {
  const engine = await startEngine()
  const sub = await engine.confirmedUser('ada')
  engine.clock.advance({ minutes: 1 })
  const create = (Username: string, given_name: string) =>
    engine.sdk.send(
      new AdminCreateUserCommand({
        UserPoolId,
        Username,
        MessageAction: 'SUPPRESS',
        UserAttributes: [
          { Name: 'email', Value: `${Username}@example.test` },
          { Name: 'given_name', Value: given_name },
        ],
      }),
    )
  await create('adam', 'Adam "the first"')
  engine.clock.advance({ minutes: 1 })
  await create('bob', 'Bob')
  await engine.sdk.send(new AdminDisableUserCommand({ UserPoolId, Username: 'bob' }))
  return Object.assign(engine, { sub })
}

const list = async ({ sdk }: Engine, input: Partial<ListUsersCommandInput> = {}) => {
  const { $metadata, ...answer } = await sdk.send(new ListUsersCommand({ UserPoolId, ...input }))
  return answer
}

const names = async (engine: Engine, Filter: string) =>
  (await list(engine, { Filter })).Users?.map(({ Username }) => Username)

test('tells of every user, in the order of their creation', async () => {
  await using engine = await threeUsers()

  const { Users, ...rest } = await list(engine)

  expect(rest).toEqual({})
  expect(Users?.map(({ Username }) => Username)).toEqual(['ada', 'adam', 'bob'])
  expect(Users?.[0]).toEqual({
    Username: 'ada',
    Attributes: expect.arrayContaining([
      { Name: 'sub', Value: engine.sub },
      { Name: 'email', Value: 'ada@example.test' },
      { Name: 'email_verified', Value: 'true' },
    ]),
    UserCreateDate: new Date(engine.clock.now() - 2 * 60_000),
    UserLastModifiedDate: new Date(engine.clock.now() - 2 * 60_000),
    Enabled: true,
    UserStatus: 'CONFIRMED',
  })
  expect(Users?.[2]).toMatchObject({ Enabled: false, UserStatus: 'FORCE_CHANGE_PASSWORD' })
})

test.each([
  ['username = "ada"', ['ada']],
  ['username = "ADA"', []],
  ['username ^= "ada"', ['ada', 'adam']],
  ['email="bob@example.test"', ['bob']],
  ['  given_name  ^=  "Adam"  ', ['adam']],
  ['given_name = "Adam \\"the first\\""', ['adam']],
  ['cognito:user_status = "confirmed"', ['ada']],
  ['cognito:user_status = "FORCE_CHANGE_PASSWORD"', ['adam', 'bob']],
  ['status = "Enabled"', ['ada', 'adam']],
  ['status = "enabled"', []],
  ['phone_number = "+1"', []],
  ['', ['ada', 'adam', 'bob']],
])('finds by %s', async (filter, found) => {
  await using engine = await threeUsers()
  expect(await names(engine, filter)).toEqual(found)
})

test('finds by sub', async () => {
  await using engine = await threeUsers()
  expect(await names(engine, `sub = "${engine.sub}"`)).toEqual(['ada'])
})

test.each([
  'ada',
  'username = ada',
  'username != "ada"',
  'username = "ada" and email = "x"',
  'custom:role = "x"',
  'birthdate = "x"',
  'sub = "a"b"',
])('refuses the filter %s', async Filter => {
  await using engine = await startEngine()
  await expect(list(engine, { Filter })).rejects.toMatchObject({
    name: 'InvalidParameterException',
    $metadata: { httpStatusCode: 400 },
  })
})

test('gives the attributes that are asked for, if everybody has them', async () => {
  await using engine = await threeUsers()
  const { Users } = await list(engine, { AttributesToGet: ['email'], Filter: 'username = "bob"' })
  expect(Users?.[0]?.Attributes).toEqual([{ Name: 'email', Value: 'bob@example.test' }])
  await expect(list(engine, { AttributesToGet: ['given_name'] })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  })
})

test('lists every user once, a page at a time, and those who pass the filter', async () => {
  await using engine = await threeUsers()
  const pages = async ({ Limit, ...input }: { Limit: number; Filter?: string }) => {
    const found: (string | undefined)[][] = []
    for await (const { Users = [] } of paginateListUsers(
      { client: engine.sdk, pageSize: Limit },
      { UserPoolId, ...input },
    )) {
      found.push(Users.map(({ Username }) => Username))
    }
    return found
  }
  expect(await pages({ Limit: 2 })).toEqual([['ada', 'adam'], ['bob']])
  expect(await pages({ Limit: 1, Filter: 'username ^= "ada"' })).toEqual([['ada'], ['adam']])
  expect(await pages({ Limit: 3 })).toEqual([['ada', 'adam', 'bob']])
})

test('gives no more than sixty at once', async () => {
  await using engine = await startEngine()
  for (let index = 0; index < 61; index++) await engine.signUp(`user-${index}`)
  const { Users = [], PaginationToken } = await list(engine)
  const rest = await list(engine, { PaginationToken })
  expect(Users).toHaveLength(60)
  expect((await list(engine, { Limit: 0 })).Users).toHaveLength(60)
  expect(rest.Users).toHaveLength(1)
  expect(rest).not.toHaveProperty('PaginationToken')
})

const forged = (place: unknown) => Buffer.from(JSON.stringify(place)).toString('base64url')

test.each([
  { Limit: 61 },
  { Limit: -1 },
  { PaginationToken: 'garbage' },
  { PaginationToken: forged({ createdAtMs: 0 }) },
  { PaginationToken: forged([{ valueOf: 1, toString: 1 }, 'sub']) },
  { Filter: 'a'.repeat(257) },
])('refuses %o', async input => {
  await using engine = await startEngine()
  await expect(list(engine, input)).rejects.toMatchObject({
    name: 'InvalidParameterException',
    $metadata: { httpStatusCode: 400 },
  })
})
