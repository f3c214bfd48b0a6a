/**
 * One SQLite file. Every answer is given after its commit, and a commit is in
 * the hands of the operating system by then: a killed process loses nothing
 * that it has answered. `synchronous = normal` leaves out the flush to the
 * disk, so a power cut may lose the last commits, though never the database.
 * https://www.sqlite.org/pragma.html#pragma_synchronous
 */
import { DatabaseSync } from 'node:sqlite'
import { StartError } from '../../start-error.ts'
import { migrations } from './migrations.ts'

export type Database = ReturnType<typeof openDatabase>

/** Opens or creates the file, and brings it to the version of this program. Refuses a newer one. */
export function openDatabase(file: string) {
  const sqlite = new DatabaseSync(file, { timeout: 5000 })
  try {
    sqlite.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on')
    migrate(sqlite, file)
  } catch (error) {
    sqlite.close()
    throw error
  }
  const begin = sqlite.prepare('begin immediate')
  const commit = sqlite.prepare('commit')
  let effects: (() => void)[] = []

  return {
    prepare: (sql: string) => sqlite.prepare(sql),

    /** All of the work is kept, or, where it throws, none. */
    transaction<Result>(work: () => Result): Result {
      begin.run()
      try {
        const result = work()
        commit.run()
        for (const effect of effects) effect()
        return result
      } catch (error) {
        if (sqlite.isTransaction) sqlite.exec('rollback')
        throw error
      } finally {
        effects = []
      }
    },

    /** For what must not be seen before the transaction around it is kept. Must not throw. */
    afterCommit(effect: () => void) {
      effects.push(effect)
    },

    close: () => sqlite.close(),
  }
}

function migrate(sqlite: DatabaseSync, file: string) {
  const version = Number(sqlite.prepare('pragma user_version').get()?.user_version)
  if (version > migrations.length) {
    throw new StartError(
      `${file} has database version ${version}, and this program knows versions up to ${migrations.length}. Update the program, or start afresh with --fresh.`,
    )
  }
  for (const [index, script] of migrations.entries()) {
    if (index < version) continue
    sqlite.exec(`begin immediate; ${script}; pragma user_version = ${index + 1}; commit`)
  }
}
