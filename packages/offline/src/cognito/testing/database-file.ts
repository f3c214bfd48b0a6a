import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A place for a database, gone with all that lies beside it when the test ends. */
export async function databaseFile() {
  const directory = await mkdtemp(join(tmpdir(), 'offline-cognito-'))
  return {
    path: join(directory, 'users.sqlite'),
    async [Symbol.asyncDispose]() {
      await rm(directory, { recursive: true })
    },
  }
}
