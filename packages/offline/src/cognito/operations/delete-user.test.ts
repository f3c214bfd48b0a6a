import { DatabaseSync } from 'node:sqlite'
import {
  DeleteUserCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { migrations } from '../store/migrations.ts'
import { databaseFile } from '../testing/database-file.ts'
import { ClientId } from '../testing/engine.ts'
import { signedInUser } from '../testing/signed-in-user.ts'

test('removes the caller with everything that is theirs, and frees name and address', async () => {
  await using file = await databaseFile()
  await using user = await signedInUser({ database: file.path })
  const { engine, sub, AccessToken, RefreshToken } = user
  await user.update({ nickname: 'Countess' })

  const { $metadata, ...answer } = await engine.sdk.send(new DeleteUserCommand({ AccessToken }))

  expect(answer).toEqual({})
  await expect(engine.sdk.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
    name: 'UserNotFoundException',
  })
  await expect(
    engine.sdk.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken })),
  ).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await expect(engine.signIn('ada')).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  using database = new DatabaseSync(file.path)
  const tables = [...migrations.join().matchAll(/create table (\w+) \((?=[^;]*references users)/g)]
  expect(tables.length).toBeGreaterThan(5)
  for (const [, table] of tables) {
    const known = database
      .prepare("select 1 from sqlite_schema where type = 'table' and name = ?")
      .get(`${table}`)
    if (known) expect(database.prepare(`select * from ${table}`).all(), table).toEqual([])
  }

  const newSub = await engine.confirmedUser('ada')
  expect(newSub).not.toBe(sub)
  await expect(engine.signIn('ada@example.test')).resolves.toHaveProperty('AuthenticationResult')
})

test('leaves other users alone', async () => {
  await using user = await signedInUser()
  const { engine, AccessToken } = user
  await engine.confirmedUser('bob', { email: 'bob@example.test' })
  await engine.sdk.send(new DeleteUserCommand({ AccessToken }))
  await expect(engine.signIn('bob')).resolves.toBeDefined()
})
