/** What has had its time is forgotten while the engine runs, for it may run for weeks. */
import { stat } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { GetTokensFromRefreshTokenCommand } from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { databaseFile } from './testing/database-file.ts'
import { ClientId, startEngine } from './testing/engine.ts'

async function startOnFile() {
  await using started = new AsyncDisposableStack()
  const file = started.use(await databaseFile())
  const engine = started.use(
    await startEngine({
      database: file.path,
      client: { RefreshTokenValidity: 7, TokenValidityUnits: { RefreshToken: 'days' } },
    }),
  )
  const database = started.adopt(new DatabaseSync(file.path, { readOnly: true }), it => it.close())
  const resources = started.move()
  return {
    ...engine,
    logFile: `${file.path}-wal`,
    rows: (table: string) => Number(database.prepare(`select count(*) as rows from ${table}`).get()?.rows),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

type Engine = Awaited<ReturnType<typeof startOnFile>>

const signInsAndTokens = ({ rows }: Engine) => [rows('sign_ins'), rows('refresh_tokens')]

test('sign-ins and their refresh tokens, a day after their end, as others begin', async () => {
  await using engine = await startOnFile()
  await engine.confirmedUser()
  for (let count = 0; count < 5; count++) await engine.signIn()
  expect(signInsAndTokens(engine)).toEqual([5, 5])

  engine.clock.advance({ hours: 8 * 24 - 1 })
  await engine.signIn()
  expect(signInsAndTokens(engine)).toEqual([6, 6])

  engine.clock.advance({ hours: 1 })
  await engine.signIn()
  expect(signInsAndTokens(engine)).toEqual([5, 5])
  await engine.signIn()
  await engine.signIn()
  expect(signInsAndTokens(engine)).toEqual([4, 4])
})

test('no sign-in that is still good, for those that are not', async () => {
  await using engine = await startOnFile()
  await engine.confirmedUser()
  await engine.signIn()
  engine.clock.advance({ hours: 36 })
  const { AuthenticationResult } = await engine.signIn()
  engine.clock.advance({ hours: 6.5 * 24 })
  await engine.signIn()
  expect(signInsAndTokens(engine)).toEqual([2, 2])

  const { RefreshToken } = AuthenticationResult ?? {}
  const refreshed = await engine.sdk.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken }))
  expect(refreshed.AuthenticationResult?.IdToken).toBeDefined()
})

test('attempts with names that nobody has, a quarter of an hour after the last', async () => {
  await using engine = await startOnFile()
  const tryNames = async (...names: string[]) => {
    for (const name of names) await expect(engine.signIn(name)).rejects.toThrow()
  }
  await tryNames('eve', 'mallory')
  engine.clock.advance({ minutes: 10 })
  await tryNames('mallory')
  expect(engine.rows('failed_sign_ins')).toBe(2)

  engine.clock.advance({ minutes: 5 })
  await tryNames('trudy')
  expect(engine.rows('failed_sign_ins')).toBe(2)
})

test('how often something was tried, an hour after the first time', async () => {
  await using engine = await startOnFile()
  await engine.signUp('ada')
  await engine.signUp('bob', { email: 'bob@example.test' })
  await expect(engine.confirm('ada', 'wrong')).rejects.toThrow()
  engine.clock.advance({ minutes: 59 })
  await expect(engine.confirm('bob', 'wrong')).rejects.toThrow()
  expect(engine.rows('hourly_attempts')).toBe(2)

  engine.clock.advance({ minutes: 1 })
  await expect(engine.confirm('bob', 'wrong')).rejects.toThrow()
  expect(engine.rows('hourly_attempts')).toBe(1)
})

test('what the database’s log held, so that it is used again', async () => {
  await using engine = await startOnFile()
  const logSize = async () => (await stat(engine.logFile)).size
  await engine.confirmedUser()
  for (let count = 0; count < 300; count++) await engine.signIn()
  const size = await logSize()
  for (let count = 0; count < 300; count++) await engine.signIn()
  expect(await logSize()).toBeLessThan(1.2 * size)
})
