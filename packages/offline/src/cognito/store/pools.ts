/**
 * The pools that the database holds users of, and the settings of those pools
 * and clients that were made by operations.
 *
 * Cognito fixes the sign-in design and case sensitivity of a pool when it
 * creates it; a deploy that changes them replaces the pool, and its users are
 * gone. The names in the database are keyed by these settings, so a change is
 * refused here: what becomes of the local users is for the developer to say.
 */
import type { UserPool } from '../../config/model.ts'
import { StartError } from '../../start-error.ts'
import type { ClientSettings } from '../client.ts'
import type { Pool } from '../pool.ts'
import type { Database } from './database.ts'

type PoolWithFactors = Pick<UserPool, 'pool' | 'factors'>

export function createPools({ prepare, transaction }: Database) {
  const find = prepare('select fixed_settings from pools where id = ?')
  const insert = prepare('insert into pools (id, fixed_settings) values (?, ?)')
  const save = prepare(`
    insert into pools (id, fixed_settings, settings) values (?, ?, ?)
    on conflict do update set settings = excluded.settings`)
  const selectMade = prepare('select settings from pools where settings is not null')
  const remove = prepare('delete from pools where id = ?')
  const saveClient = prepare('insert or replace into clients (id, pool_id, settings) values (?, ?, ?)')
  const selectClients = prepare('select settings from clients')
  const removeClient = prepare('delete from clients where id = ?')

  return {
    /** Takes up the pools of the graph. */
    register(pools: readonly Pool[]) {
      transaction(() => {
        for (const pool of pools) {
          const fixed = fixedSettings(pool)
          const known = find.get(pool.id)?.fixed_settings
          if (known === undefined) insert.run(pool.id, fixed)
          else if (known !== fixed) {
            throw new StartError(
              `User pool ${pool.id} has local users under ${known} and is now set to ${fixed}. On AWS this replaces the pool and deletes its users. Start with --fresh to do the same.`,
            )
          }
        }
      })
    },

    made: () =>
      selectMade.all().map(row => {
        const { pool, factors } = JSON.parse(row.settings as string) as PoolWithFactors
        return { pool: withDates(pool), ...(factors && { factors }) }
      }),

    save(pool: Pool) {
      const { id, settings, factors } = pool
      save.run(id, fixedSettings(pool), JSON.stringify({ pool: settings, factors }))
    },

    remove: (id: string) => remove.run(id),

    madeClients: () =>
      selectClients.all().map(row => withDates(JSON.parse(row.settings as string) as ClientSettings)),

    saveClient(settings: ClientSettings) {
      saveClient.run(settings.ClientId, settings.UserPoolId, JSON.stringify(settings))
    },

    removeClient: (id: string) => removeClient.run(id),
  }
}

/** In JSON they are text. */
function withDates<Settings extends Pick<ClientSettings, 'CreationDate' | 'LastModifiedDate'>>(
  settings: Settings,
): Settings {
  const { CreationDate, LastModifiedDate } = settings
  return {
    ...settings,
    ...(CreationDate && { CreationDate: new Date(CreationDate) }),
    ...(LastModifiedDate && { LastModifiedDate: new Date(LastModifiedDate) }),
  }
}

const fixedSettings = ({ signInDesign, isCaseSensitive }: Pool) =>
  JSON.stringify({ signInDesign, isCaseSensitive })
