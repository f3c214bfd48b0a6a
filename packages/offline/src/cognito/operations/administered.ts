/** Who and what an administrator names in a request. */
import type { Client } from '../client.ts'
import { ServiceError } from '../errors.ts'
import type { Pool } from '../pool.ts'
import { noSuchUser } from '../rules/failures.ts'
import type { Services } from '../services.ts'
import type { User } from '../store/users.ts'
import * as field from '../wire/fields.ts'
import { required } from '../wire/shape.ts'

export const userShape = { UserPoolId: required(field.userPoolId), Username: required(field.username) }

export const clientShape = { UserPoolId: required(field.userPoolId), ClientId: required(field.clientId) }

/** By username, `sub` or alias. Refuses a pool or user that does not exist. */
export function administeredUser(
  { directory, users }: Pick<Services, 'directory' | 'users'>,
  { UserPoolId, Username }: { UserPoolId: string; Username: string },
): { pool: Pool; user: User } {
  const pool = directory.pool(UserPoolId)
  const user = users.bySignInName(pool, Username)
  if (!user) throw noSuchUser()
  return { pool, user }
}

/** Refuses a client of another pool as one that does not exist. */
export function administeredClient(
  { directory }: Pick<Services, 'directory'>,
  { UserPoolId, ClientId }: { UserPoolId: string; ClientId: string },
): Client {
  const pool = directory.pool(UserPoolId)
  const client = directory.client(ClientId)
  if (client.pool.id === pool.id) return client
  throw new ServiceError('ResourceNotFoundException', `User pool client ${ClientId} does not exist.`)
}
