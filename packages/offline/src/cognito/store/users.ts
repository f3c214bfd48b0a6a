/**
 * Users, and the addresses that stand for them.
 *
 * The two ways to find one are kept apart: a confirmation code belongs to a
 * stored username, and only a sign-in may go by a verified address.
 *
 * What changes a user starts from the row as it is then, not from the one that
 * an operation read before it had to wait for something.
 */
import type { Clock } from '../../clock.ts'
import { ServiceError } from '../errors.ts'
import { comparable, type Pool } from '../pool.ts'
import type { Attributes } from '../rules/attributes.ts'
import { userDeleted } from '../rules/failures.ts'
import { openText } from '../rules/open-texts.ts'
import type { HashedPassword } from '../rules/passwords.ts'
import type { Database } from './database.ts'

/** Of Cognito's states, those that a user can come to here. */
export type UserStatus = 'UNCONFIRMED' | 'CONFIRMED' | 'RESET_REQUIRED' | 'FORCE_CHANGE_PASSWORD'

export type SecondFactor = 'SOFTWARE_TOKEN_MFA' | 'EMAIL_OTP'

/** What a person or an administrator set by SetUserMFAPreference. */
export type MfaPreference = { enabled?: SecondFactor[]; preferred?: SecondFactor; passkeys?: boolean }

export type User = {
  sub: string
  poolId: string
  username: string
  status: UserStatus
  isEnabled: boolean
  /** Null for a user who has none. */
  password: (HashedPassword & { setAtMs: number }) | null
  attributes: Attributes
  mfa: MfaPreference
  createdAtMs: number
  modifiedAtMs: number
  /** Of the newest sign-out everywhere, for tokens that name no sign-in. */
  signedOutAtMs: number | null
}

export type Users = ReturnType<typeof createUsers>

export type NewUser = Pick<User, 'sub' | 'username' | 'status' | 'attributes'> & {
  password: HashedPassword | null
}

/** `undefined` removes an attribute. */
export type AttributeChanges = Readonly<Record<string, string | undefined>>

/** More than the longest history that a pool can demand. */
const rememberedPasswords = 25

export function createUsers({ prepare }: Database, clock: Clock) {
  const selectByUsername = prepare('select * from users where pool_id = ? and username_key = ?')
  const selectBySub = prepare('select * from users where sub = ?')
  const selectByEmail = prepare(
    'select * from users where sub = (select sub from email_aliases where pool_id = ? and email_key = ?)',
  )
  const selectPage = prepare(`
    select * from users where pool_id = ? and (created_at_ms, sub) > (?, ?) order by created_at_ms, sub`)
  const count = prepare('select count(*) as users from users where pool_id = ?')
  const insert = prepare(`
    insert into users
      (sub, pool_id, username, username_key, status, password_hash, srp, password_set_at_ms, attributes,
       created_at_ms, modified_at_ms)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const update = prepare(`
    update users set status = ?, is_enabled = ?, attributes = ?, mfa = ?, modified_at_ms = ? where sub = ?`)
  const updatePassword = prepare(
    'update users set password_hash = ?, srp = ?, password_set_at_ms = ? where sub = ?',
  )
  const setSignedOut = prepare('update users set signed_out_at_ms = ? where sub = ?')
  const remove = prepare('delete from users where sub = ?')
  const setAlias = prepare('insert into email_aliases (pool_id, email_key, sub) values (?, ?, ?)')
  const removeAlias = prepare('delete from email_aliases where sub = ?')
  const keepPassword = prepare(
    'insert into former_passwords (sub, replaced_at_ms, password_hash) values (?, ?, ?)',
  )
  const selectPasswords = prepare(
    'select password_hash from former_passwords where sub = ? order by rowid desc limit ?',
  )
  const prunePasswords = prepare(`
    delete from former_passwords where sub = :sub and rowid not in
      (select rowid from former_passwords where sub = :sub order by rowid desc limit ${rememberedPasswords})`)

  const byStoredName = (pool: Pool, name: string) =>
    userOf(selectByUsername.get(pool.id, comparable(pool, name)))
  const byEmail = (pool: Pool, email: string) => userOf(selectByEmail.get(pool.id, comparable(pool, email)))

  function bySub(pool: Pool, sub: string) {
    const user = userOf(selectBySub.get(sub))
    return user?.poolId === pool.id ? user : undefined
  }

  /** As the user is now. Refuses one who has been deleted since they were read. */
  function current({ sub }: Pick<User, 'sub'>): User {
    const user = userOf(selectBySub.get(sub))
    if (!user) throw userDeleted()
    return user
  }

  function save(user: User): User {
    const modified = { ...user, modifiedAtMs: clock.now() }
    const { sub, status, isEnabled, attributes, mfa, modifiedAtMs } = modified
    update.run(status, isEnabled ? 1 : 0, JSON.stringify(attributes), JSON.stringify(mfa), modifiedAtMs, sub)
    return modified
  }

  /** Whether the user's address stands for them: any in the email design, a verified one where it is an alias. */
  const ownsAddress = (pool: Pool, { email, email_verified }: Attributes) =>
    email !== undefined &&
    (pool.signInDesign === 'email' || (pool.signInDesign === 'alias' && email_verified === 'true'))

  /** Takes the address over from its owner by force only. The former owner keeps it, unverified. */
  function claimAddress(pool: Pool, { sub, attributes }: User, byForce: boolean) {
    removeAlias.run(sub)
    const { email } = attributes
    if (email === undefined || !ownsAddress(pool, attributes)) return
    const owner = byEmail(pool, email)
    if (owner) {
      if (!byForce) throw new ServiceError('AliasExistsException', openText.aliasExists)
      removeAlias.run(owner.sub)
      save({ ...owner, attributes: { ...owner.attributes, email_verified: 'false' } })
    }
    setAlias.run(pool.id, comparable(pool, email), sub)
  }

  /** Refuses a username that is taken, or leads to another user as their `sub`, and in the email design a taken address. */
  function refuseTaken(pool: Pool, { username, attributes }: Pick<User, 'username' | 'attributes'>) {
    if (byStoredName(pool, username) ?? bySub(pool, comparable(pool, username))) {
      throw new ServiceError('UsernameExistsException', 'User already exists')
    }
    const { email } = attributes
    if (pool.signInDesign === 'email' && email !== undefined && byEmail(pool, email)) {
      throw new ServiceError('UsernameExistsException', 'An account with the given email already exists.')
    }
  }

  return {
    bySub,

    current,

    refuseTaken,

    /** By username or `sub`; in the email design also by the address, which is the username there. */
    byUsername(pool: Pool, name: string) {
      const user = pool.signInDesign === 'email' ? byEmail(pool, name) : byStoredName(pool, name)
      return user ?? bySub(pool, name)
    },

    /** By what one may type to sign in: the same, and a verified address. */
    bySignInName(pool: Pool, name: string) {
      return byStoredName(pool, name) ?? byEmail(pool, name) ?? bySub(pool, name)
    },

    /** In the order in which they were created, from behind the given one. Reads as far as it is consumed. */
    *list({ id }: Pool, after?: Pick<User, 'createdAtMs' | 'sub'>): Generator<User> {
      for (const row of selectPage.iterate(id, after?.createdAtMs ?? 0, after?.sub ?? '')) {
        yield userOf(row) as User
      }
    },

    count: ({ id }: Pool) => Number(count.get(id)?.users),

    /**
     * Refuses what `refuseTaken` does. A verified address that belongs to somebody else is refused or
     * taken over, as `changeAttributes` has it.
     */
    create(pool: Pool, user: NewUser, { byForce = false } = {}): User {
      const { sub, username, status, password, attributes } = user
      refuseTaken(pool, user)
      const now = clock.now()
      const key = comparable(pool, username)
      const { hash = null, srp = null } = password ?? {}
      insert.run(sub, pool.id, username, key, status, hash, srp, now, JSON.stringify(attributes), now, now)
      const created = current({ sub })
      claimAddress(pool, created, byForce)
      return created
    },

    change(user: User, changes: Partial<Pick<User, 'status' | 'isEnabled' | 'mfa'>>): User {
      return save({ ...current(user), ...changes })
    },

    /**
     * Where the change makes an address stand for this user it may have an
     * owner already: then it is refused (AliasExistsException) or, by force,
     * taken over.
     */
    changeAttributes(
      pool: Pool,
      user: User,
      changes: AttributeChanges,
      { byForce = false }: { byForce?: boolean } = {},
    ): User {
      const before = current(user)
      const attributes: Attributes = Object.fromEntries(
        Object.entries({ ...before.attributes, ...changes }).filter(
          (entry): entry is [string, string] => entry[1] !== undefined,
        ),
      )
      const changed = save({ ...before, attributes })
      claimAddress(pool, changed, byForce)
      return changed
    },

    /** The password before it is kept for the pool's history. */
    setPassword(user: User, { hash, srp }: HashedPassword, status: UserStatus): User {
      const before = current(user)
      const now = clock.now()
      if (before.password) {
        keepPassword.run(before.sub, now, before.password.hash)
        prunePasswords.run({ sub: before.sub })
      }
      updatePassword.run(hash, srp, now, before.sub)
      return save({ ...before, status, password: { hash, srp, setAtMs: now } })
    },

    /** Hashes of the passwords that the present one replaced, newest first. */
    formerPasswords: ({ sub }: User, count: number) =>
      selectPasswords.all(sub, count).map(row => row.password_hash as Uint8Array),

    /** The mark by which tokens are known that name no sign-in. */
    markSignedOut({ sub }: User) {
      setSignedOut.run(clock.now(), sub)
    },

    /** With everything that is theirs. */
    remove({ sub }: User) {
      remove.run(sub)
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
      password:
        row.password_hash === null
          ? null
          : {
              hash: row.password_hash as Uint8Array,
              srp: row.srp as Uint8Array | null,
              setAtMs: row.password_set_at_ms as number,
            },
      attributes: JSON.parse(row.attributes as string),
      mfa: JSON.parse(row.mfa as string),
      createdAtMs: row.created_at_ms as number,
      modifiedAtMs: row.modified_at_ms as number,
      signedOutAtMs: row.signed_out_at_ms as number | null,
    }
  )
}
