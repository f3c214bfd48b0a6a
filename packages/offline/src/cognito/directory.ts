/**
 * The pools and clients that this engine serves: those of the resource graph,
 * whose settings are the graph's at each start, and those that operations have
 * made, which are kept with their settings.
 */
import type { UserPool } from '../config/model.ts'
import { StartError } from '../start-error.ts'
import { type Client, type ClientSettings, clientOf } from './client.ts'
import { ServiceError } from './errors.ts'
import { type Pool, poolOf } from './pool.ts'
import { checkClientSettings } from './rules/client-settings.ts'
import { checkPoolSettings } from './rules/pool-settings.ts'
import type { Database } from './store/database.ts'
import { createPools } from './store/pools.ts'

export type Directory = ReturnType<typeof createDirectory>

type PoolWithFactors = Pick<UserPool, 'pool' | 'factors'>

export function createDirectory(database: Database, graphPools: readonly UserPool[], region: string) {
  const store = createPools(database)
  const pools = new Map<string, Pool>()
  const clients = new Map<string, Client>()
  const graphClients = new Set<string>()

  function pool(id: string): Pool {
    const found = pools.get(id)
    if (!found) throw new ServiceError('ResourceNotFoundException', `User pool ${id} does not exist.`)
    return found
  }

  function put(userPool: PoolWithFactors, clientSettings: readonly ClientSettings[]) {
    const made = poolOf(userPool, region)
    pools.set(made.id, made)
    for (const settings of clientSettings) clients.set(settings.ClientId, clientOf(settings, made))
    return made
  }

  const clientsOf = ({ id }: Pool) => [...clients.values()].filter(client => client.pool.id === id)

  for (const userPool of graphPools) {
    const made = put(userPool, userPool.clients)
    refuseContradictions(userPool, made)
    for (const { ClientId } of userPool.clients) graphClients.add(ClientId)
  }
  store.register([...pools.values()])
  const graphPoolIds = new Set(pools.keys())
  for (const made of store.made()) {
    // A pool that the graph has taken over is the graph's; clients made for it are kept.
    if (!graphPoolIds.has(made.pool.Id)) put(made, [])
  }
  for (const settings of store.madeClients()) {
    const owner = pools.get(settings.UserPoolId)
    if (owner && !graphClients.has(settings.ClientId))
      clients.set(settings.ClientId, clientOf(settings, owner))
  }

  return {
    region,

    pools: () => [...pools.values()] as readonly Pool[],

    findPool: (id: string) => pools.get(id),

    /** Refuses an id that no pool has. */
    pool,

    poolByIssuer: (issuer: string | undefined) => [...pools.values()].find(one => one.issuer === issuer),

    /** Refuses an id that no client has. */
    client(id: string): Client {
      const client = clients.get(id)
      if (!client)
        throw new ServiceError('ResourceNotFoundException', `User pool client ${id} does not exist.`)
      return client
    },

    clientsOf,

    /** A new pool, or new settings for one; its clients follow. Throws a StartError for settings that do not work. */
    putPool(userPool: PoolWithFactors): Pool {
      const known = pools.get(userPool.pool.Id)
      const made = put(userPool, known ? clientsOf(known).map(({ settings }) => settings) : [])
      // What the graph says of its own pools comes back with the next start.
      if (known && graphPoolIds.has(made.id)) return made
      store.save(made)
      return made
    },

    putClient(settings: ClientSettings): Client {
      const client = clientOf(settings, pool(settings.UserPoolId))
      clients.set(client.id, client)
      if (!graphClients.has(client.id)) store.saveClient(settings)
      return client
    },

    /** With its users, keys and clients. */
    removePool(removed: Pool) {
      for (const { id } of clientsOf(removed)) clients.delete(id)
      pools.delete(removed.id)
      store.remove(removed.id)
    },

    removeClient({ id }: Client) {
      clients.delete(id)
      store.removeClient(id)
    },
  }
}

/** What a deploy would come back with from Cognito, a start says at once. */
function refuseContradictions({ pool: settings, factors, clients }: UserPool, pool: Pool) {
  const check = (subject: string, work: () => void) => {
    try {
      work()
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error
      throw new StartError(`${subject}: Cognito refuses these settings. ${error.message}`)
    }
  }
  check(`User pool ${pool.name}`, () => checkPoolSettings(settings, factors))
  for (const client of clients) {
    check(`App client ${client.ClientName}`, () => checkClientSettings(client, pool))
  }
}
