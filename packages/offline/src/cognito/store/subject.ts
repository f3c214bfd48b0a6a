import { hash } from 'node:crypto'
import { comparable, type Pool } from '../pool.ts'
import type { User } from './users.ts'

/** Who attempts are counted for: a user, under whatever name, or a name that belongs to nobody. */
export type Subject = { poolId: string; key: string }

/** A name is hashed, since anything may be sent as one and these are kept. */
export function subjectOf(pool: Pool, user: User | undefined, name: string): Subject {
  const key = user ? `user:${user.sub}` : `name:${hash('sha256', comparable(pool, name))}`
  return { poolId: pool.id, key }
}
