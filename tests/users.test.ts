/** What becomes of users from one start to the next. */
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Account, type App, createAccount, post, startApp } from './start-app.ts'

const temporaryDirectory = () => mkdtempDisposable(join(tmpdir(), 'latchkey-users-'))

const signInStatus = async ({ url }: App, { username, password }: Account) =>
  (await post(`${url}/api/sign-in`, { username, password })).status

test('users are kept from one start to the next, unless it is told to start fresh', async () => {
  await using directory = await temporaryDirectory()
  const start = (users: 'kept' | 'fresh') => startApp({ directory: directory.path, users })

  const first = await start('kept')
  const account = await createAccount(first)
  await first[Symbol.asyncDispose]()

  const second = await start('kept')
  expect(await signInStatus(second, account)).toBe(200)
  await second[Symbol.asyncDispose]()

  await using fresh = await start('fresh')
  expect(await signInStatus(fresh, account)).toBe(401)
  expect(fresh.messages()).toEqual([])
})

test('a second start of the same stage is refused and does the first no harm', async () => {
  await using directory = await temporaryDirectory()
  await using running = await startApp({ directory: directory.path, users: 'kept' })
  const account = await createAccount(running)

  await expect(startApp({ directory: directory.path, users: 'fresh' })).rejects.toThrow(
    'This stage runs already.',
  )
  expect(await signInStatus(running, account)).toBe(200)
})
