/** The users' database on this machine, while another program holds it. */
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { newPerson, signInAgain } from './person.ts'
import { refusalOf } from './refusal.ts'
import { refresh } from './session-cookies.ts'
import { newBrowser, startApp } from './start-app.ts'

test('a database that is locked is an outage like any other, and nothing is lost by it', async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), 'latchkey-locked-'))
  const options = { directory: directory.path, users: 'kept' as const }
  let person: Awaited<ReturnType<typeof newPerson>>
  {
    await using app = await startApp(options)
    person = await newPerson(app)
    const { browser, ...account } = person
    const other = new DatabaseSync(join(directory.path, 'cognito.db'))
    other.exec('begin immediate')
    expect(await refusalOf(refresh(browser))).toEqual({
      status: 504,
      code: 'upstream_timeout',
      message: 'The account service took too long. Try again in a moment.',
      cookies: [],
    })
    expect((await browser.get('/secret')).status).toBe(200)
    other.close()

    expect((await refresh(browser)).status).toBe(200)
    expect((await signInAgain(newBrowser(app), account)).status).toBe(200)
    expect(app.errors.map(String)).toEqual([expect.stringContaining('database is locked')])
  }
  await using again = await startApp(options)
  expect((await signInAgain(newBrowser(again), person)).status).toBe(200)
})
