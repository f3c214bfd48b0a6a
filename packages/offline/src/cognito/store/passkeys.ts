/**
 * The public keys of users' passkeys, and the challenge of a registration
 * that is under way.
 */
import type { Clock } from '../../clock.ts'
import type { Pool } from '../pool.ts'
import type { Database } from './database.ts'

export type PasskeyStore = ReturnType<typeof createPasskeyStore>

export type Passkey = {
  /** As the authenticator gave it, in Base64url. Unique in its pool. */
  credentialId: string
  sub: string
  /** In COSE's encoding. */
  publicKey: Uint8Array<ArrayBuffer>
  /** Of signatures made, as the authenticator counts; 0 for one that does not. */
  counter: number
  transports: string[]
  attachment: string | undefined
  name: string
  relyingPartyId: string
  createdAtMs: number
}

type Registration = { clientId: string; challenge: string }

/** Longer than the minute that the browser gives the person. */
const registrationMs = 3 * 60 * 1000

export function createPasskeyStore({ prepare }: Database, clock: Clock) {
  const selectBySub = prepare('select * from passkeys where sub = ? order by created_at_ms, credential_id')
  const select = prepare('select * from passkeys where pool_id = ? and credential_id = ?')
  const insert = prepare(`
    insert into passkeys
      (pool_id, credential_id, sub, public_key, counter, transports, attachment, name, relying_party_id,
       created_at_ms)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const setCounter = prepare(`
    update passkeys set counter = :next where pool_id = :poolId and credential_id = :id and counter = :counter`)
  const remove = prepare('delete from passkeys where sub = ? and credential_id = ?')
  const putRegistration = prepare(`
    insert or replace into passkey_registrations (sub, client_id, challenge, expires_at_ms) values (?, ?, ?, ?)`)
  const selectRegistration = prepare(
    'select client_id, challenge from passkey_registrations where sub = ? and expires_at_ms > ?',
  )
  const removeRegistration = prepare('delete from passkey_registrations where sub = ?')

  return {
    /** Oldest first. */
    list: (sub: string) => selectBySub.all(sub).map(passkeyOf),

    find(pool: Pool, credentialId: string): Passkey | undefined {
      const row = select.get(pool.id, credentialId)
      return row && passkeyOf(row)
    },

    add(pool: Pool, passkey: Omit<Passkey, 'createdAtMs'>) {
      const { credentialId, sub, publicKey, counter, transports, attachment, name, relyingPartyId } = passkey
      const json = JSON.stringify(transports)
      const kind = attachment ?? null
      const now = clock.now()
      insert.run(pool.id, credentialId, sub, publicKey, counter, json, kind, name, relyingPartyId, now)
    },

    /** False where the passkey is gone, or has been used since it was read. */
    count: (pool: Pool, { credentialId: id, counter }: Passkey, next: number) =>
      setCounter.run({ poolId: pool.id, id, counter, next }).changes > 0,

    /** False where the user has no such passkey. */
    remove: (sub: string, credentialId: string) => remove.run(sub, credentialId).changes > 0,

    /** The challenge of the user's registration; one before it counts no longer. */
    beginRegistration(sub: string, { clientId, challenge }: Registration) {
      putRegistration.run(sub, clientId, challenge, clock.now() + registrationMs)
    },

    registration(sub: string): Registration | undefined {
      const row = selectRegistration.get(sub, clock.now())
      return row && { clientId: row.client_id as string, challenge: row.challenge as string }
    },

    endRegistration(sub: string) {
      removeRegistration.run(sub)
    },
  }
}

function passkeyOf(row: Record<string, unknown>): Passkey {
  return {
    credentialId: row.credential_id as string,
    sub: row.sub as string,
    publicKey: new Uint8Array(row.public_key as Uint8Array),
    counter: row.counter as number,
    transports: JSON.parse(row.transports as string),
    attachment: (row.attachment as string | null) ?? undefined,
    name: row.name as string,
    relyingPartyId: row.relying_party_id as string,
    createdAtMs: row.created_at_ms as number,
  }
}
