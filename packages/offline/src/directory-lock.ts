/**
 * One runtime at a time in a directory: two would delete each other's bundles,
 * and one that starts afresh would delete the users of the other.
 *
 * The lock is SQLite's on a database that is never written to. The operating
 * system lets go of it when the process ends, however it ends.
 */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StartError } from './start-error.ts'

/** https://www.sqlite.org/rescode.html#busy */
const busy = 5

/** Held until it is disposed of. */
export function lockDirectory(directory: string): Disposable {
  const lock = new DatabaseSync(join(directory, 'lock'), { timeout: 0 })
  try {
    lock.exec('begin exclusive')
  } catch (error) {
    lock.close()
    if ((error as { errcode?: number }).errcode !== busy) throw error
    throw new StartError(
      'This stage runs already. Stop it, or start another one beside it with --stage mine --port 5174 --cognito-port 9230',
    )
  }
  return { [Symbol.dispose]: () => lock.close() }
}
