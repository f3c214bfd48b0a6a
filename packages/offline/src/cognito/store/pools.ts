/**
 * Records the pools that the database holds users of.
 *
 * Cognito fixes the sign-in design and case sensitivity of a pool when it
 * creates it; a deploy that changes them replaces the pool, and its users are
 * gone. The names in the database are keyed by these settings, so a change is
 * refused here: what becomes of the local users is for the developer to say.
 */
import { StartError } from '../../start-error.ts'
import type { Pool } from '../pool.ts'
import type { Database } from './database.ts'

export function registerPools({ prepare, transaction }: Database, pools: readonly Pool[]) {
  const find = prepare('select fixed_settings from pools where id = ?')
  const insert = prepare('insert into pools (id, fixed_settings) values (?, ?)')

  transaction(() => {
    for (const { id, signInDesign, isCaseSensitive } of pools) {
      const fixed = JSON.stringify({ signInDesign, isCaseSensitive })
      const known = find.get(id)?.fixed_settings
      if (known === undefined) insert.run(id, fixed)
      else if (known !== fixed) {
        throw new StartError(
          `User pool ${id} has local users under ${known} and is now set to ${fixed}. On AWS this replaces the pool and deletes its users. Start with --fresh to do the same.`,
        )
      }
    }
  })
}
