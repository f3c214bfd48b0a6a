/** The pools and clients that this engine serves. They are fixed at start; users come and go. */
import type { UserPool } from '../config/model.ts'
import { type Client, clientOf } from './client.ts'
import { ServiceError } from './errors.ts'
import { type Pool, poolOf } from './pool.ts'

export type Directory = ReturnType<typeof createDirectory>

export function createDirectory(userPools: readonly UserPool[], region: string) {
  const pools = new Map<string, Pool>()
  const clients = new Map<string, Client>()
  for (const { pool: settings, clients: clientSettings } of userPools) {
    const pool = poolOf(settings, region)
    pools.set(pool.id, pool)
    for (const client of clientSettings) clients.set(client.ClientId, clientOf(client, pool))
  }

  return {
    pools: [...pools.values()] as readonly Pool[],

    pool: (id: string) => pools.get(id),

    poolByIssuer: (issuer: string | undefined) => [...pools.values()].find(pool => pool.issuer === issuer),

    client(id: string): Client {
      const client = clients.get(id)
      if (!client)
        throw new ServiceError('ResourceNotFoundException', `User pool client ${id} does not exist.`)
      return client
    },
  }
}
