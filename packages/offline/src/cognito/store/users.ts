/**
 * Users, and the addresses that stand for them.
 *
 * The two ways to find one are kept apart: a confirmation code belongs to a
 * stored username, and only a sign-in may go by a verified address.
 */
import type { Clock } from '../../clock.ts'
import { ServiceError } from '../errors.ts'
import { comparable, type Pool } from '../pool.ts'
import type { Attributes } from '../rules/attributes.ts'
import { openText } from '../rules/open-texts.ts'
import type { Database } from './database.ts'

/** Of Cognito's states, those that a user can come to here. */
type UserStatus = 'UNCONFIRMED' | 'CONFIRMED' | 'RESET_REQUIRED'

export type User = {
  sub: string
  poolId: string
  username: string
  status: UserStatus
  isEnabled: boolean
  /** Null for a user who has no password. */
  passwordHash: Uint8Array | null
  attributes: Attributes
}

export type Users = ReturnType<typeof createUsers>

type NewUser = Pick<User, 'sub' | 'username' | 'passwordHash' | 'attributes'>

const columns = 'sub, pool_id, username, status, is_enabled, password_hash, attributes'

export function createUsers({ prepare }: Database, clock: Clock) {
  const selectByUsername = prepare(`select ${columns} from users where pool_id = ? and username_key = ?`)
  const selectBySub = prepare(`select ${columns} from users where sub = ? and pool_id = ?`)
  const selectByEmail = prepare(
    `select ${columns} from users where sub = (select sub from email_aliases where pool_id = ? and email_key = ?)`,
  )
  const insert = prepare(`
    insert into users
      (sub, pool_id, username, username_key, status, password_hash, attributes, created_at_ms, modified_at_ms)
    values (?, ?, ?, ?, 'UNCONFIRMED', ?, ?, ?, ?)`)
  const update = prepare('update users set status = ?, attributes = ?, modified_at_ms = ? where sub = ?')
  const setAlias = prepare(`
    insert into email_aliases (pool_id, email_key, sub) values (?, ?, ?)
    on conflict do update set sub = excluded.sub`)

  const bySub = (pool: Pool, sub: string) => userOf(selectBySub.get(sub, pool.id))
  const byStoredName = (pool: Pool, name: string) =>
    userOf(selectByUsername.get(pool.id, comparable(pool, name)))
  const byEmail = (pool: Pool, email: string) => userOf(selectByEmail.get(pool.id, comparable(pool, email)))

  const save = ({ sub, status, attributes }: User) =>
    update.run(status, JSON.stringify(attributes), clock.now(), sub)

  return {
    bySub,

    /** By username or `sub`; in the email design also by the address, which is the username there. */
    byUsername(pool: Pool, name: string) {
      const user = pool.signInDesign === 'email' ? byEmail(pool, name) : byStoredName(pool, name)
      return user ?? bySub(pool, name)
    },

    /** By what one may type to sign in: the same, and a verified address. */
    bySignInName(pool: Pool, name: string) {
      return byStoredName(pool, name) ?? byEmail(pool, name) ?? bySub(pool, name)
    },

    /** Refuses a username that is taken and, in the email design, an address that is. */
    create(pool: Pool, user: NewUser): User {
      const { sub, username, passwordHash, attributes } = user
      const address = pool.signInDesign === 'email' ? attributes.email : undefined
      if (byStoredName(pool, username)) {
        throw new ServiceError('UsernameExistsException', 'User already exists')
      }
      if (address !== undefined && byEmail(pool, address)) {
        throw new ServiceError('UsernameExistsException', 'An account with the given email already exists.')
      }
      const now = clock.now()
      const key = comparable(pool, username)
      insert.run(sub, pool.id, username, key, passwordHash, JSON.stringify(attributes), now, now)
      if (address !== undefined) setAlias.run(pool.id, comparable(pool, address), sub)
      return { ...user, poolId: pool.id, status: 'UNCONFIRMED', isEnabled: true }
    },

    confirm(user: User): User {
      const confirmed: User = { ...user, status: 'CONFIRMED' }
      save(confirmed)
      return confirmed
    },

    /**
     * Marks the address as the user's own. Where verified addresses sign in it
     * may have an owner already: then this is refused, or, by force, takes the
     * address over and leaves the former owner with an unverified one.
     */
    verifyEmail(pool: Pool, user: User, { byForce }: { byForce: boolean }) {
      const { email } = user.attributes
      if (email === undefined) return
      const owner = byEmail(pool, email)
      if (owner && owner.sub !== user.sub) {
        if (!byForce) throw new ServiceError('AliasExistsException', openText.aliasExists)
        save({ ...owner, attributes: { ...owner.attributes, email_verified: 'false' } })
      }
      save({ ...user, attributes: { ...user.attributes, email_verified: 'true' } })
      if (pool.signInDesign === 'alias') setAlias.run(pool.id, comparable(pool, email), user.sub)
    },
  }
}

function userOf(row: Record<string, unknown> | undefined): User | undefined {
  return (
    row && {
      sub: row.sub as string,
      poolId: row.pool_id as string,
      username: row.username as string,
      status: row.status as UserStatus,
      isEnabled: row.is_enabled === 1,
      passwordHash: row.password_hash as Uint8Array | null,
      attributes: JSON.parse(row.attributes as string),
    }
  )
}
