/**
 * Sign-ins and their refresh tokens.
 *
 * Every token that comes of a sign-in names it (`origin_jti`), so ending the
 * sign-in ends them all, at this service: whoever checks signatures alone goes
 * on accepting those that have not expired.
 *
 * Refresh tokens are opaque to their holders. Cognito's are encrypted JWTs of
 * five parts; these have that form, because code that measures, stores or
 * matches one must work with it, and are random inside.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import type { Client } from '../client.ts'
import type { Database } from './database.ts'
import { hashOfOpaque } from './opaque.ts'
import type { User } from './users.ts'

export type SignIns = ReturnType<typeof createSignIns>

export type SignIn = {
  originJti: string
  sub: string
  clientId: string
  authTimeMs: number
  expiresAtMs: number
  isRevoked: boolean
}

export type RefreshToken = {
  signIn: SignIn
  /** Null as long as it has not been exchanged for another. */
  rotatedAtMs: number | null
}

const header = Buffer.from('{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}').toString('base64url')

/** Encrypted key, initialisation vector, ciphertext and tag, in bytes. */
const partLengths = [256, 12, 960, 16]
const tokenBytes = partLengths.reduce((sum, length) => sum + length)

/** An access token may outlive the refresh token that it came with, by a day at most. */
const longestAccessMs = 24 * 60 * 60 * 1000

export function createSignIns({ prepare }: Database, clock: Clock) {
  const columns = 'origin_jti, sub, client_id, auth_time_ms, expires_at_ms, revoked_at_ms'
  const insert = prepare(`
    insert into sign_ins (origin_jti, sub, client_id, auth_time_ms, expires_at_ms) values (?, ?, ?, ?, ?)`)
  // Each goes with its refresh tokens, of which there may be thousands: two for one that begins are enough.
  const prune = prepare(`
    delete from sign_ins where origin_jti in (
      select origin_jti from sign_ins where expires_at_ms <= ? order by expires_at_ms limit 2)`)
  const select = prepare(`select ${columns} from sign_ins where origin_jti = ?`)
  const selectByToken = prepare(
    `select ${columns}, rotated_at_ms from refresh_tokens join sign_ins using (origin_jti) where hash = ?`,
  )
  const insertToken = prepare('insert into refresh_tokens (hash, origin_jti) values (?, ?)')
  const setRotated = prepare(
    'update refresh_tokens set rotated_at_ms = ? where hash = ? and rotated_at_ms is null',
  )
  const setRevoked = prepare(
    'update sign_ins set revoked_at_ms = ? where origin_jti = ? and revoked_at_ms is null',
  )
  const setAllRevoked = prepare(
    'update sign_ins set revoked_at_ms = ? where sub = ? and revoked_at_ms is null',
  )

  function issueToken(originJti: string) {
    const random = randomBytes(tokenBytes)
    let end = 0
    const parts = partLengths.map(length => {
      end += length
      return random.subarray(end - length, end).toString('base64url')
    })
    const token = [header, ...parts].join('.')
    insertToken.run(hashOfOpaque(token), originJti)
    return token
  }

  return {
    /** A sign-in that has just been completed, with its first refresh token. */
    begin({ sub }: User, client: Client): { signIn: SignIn; refreshToken: string } {
      const authTimeMs = clock.now()
      prune.run(authTimeMs - longestAccessMs)
      const signIn: SignIn = {
        originJti: randomUUID(),
        sub,
        clientId: client.id,
        authTimeMs,
        expiresAtMs: authTimeMs + client.lifetime.refreshSeconds * 1000,
        isRevoked: false,
      }
      insert.run(signIn.originJti, sub, client.id, authTimeMs, signIn.expiresAtMs)
      return { signIn, refreshToken: issueToken(signIn.originJti) }
    },

    byOriginJti: (originJti: string) => signInOf(select.get(originJti)),

    byRefreshToken(token: string): RefreshToken | undefined {
      const row = selectByToken.get(hashOfOpaque(token))
      const signIn = signInOf(row)
      return signIn && { signIn, rotatedAtMs: row?.rotated_at_ms as number | null }
    },

    /**
     * Another refresh token for the same sign-in, with what is left of its
     * life. A grace period runs from the first exchange; later ones do not
     * lengthen it.
     */
    rotate(token: string, { originJti }: SignIn) {
      setRotated.run(clock.now(), hashOfOpaque(token))
      return issueToken(originJti)
    },

    revoke({ originJti }: SignIn) {
      setRevoked.run(clock.now(), originJti)
    },

    revokeAll(sub: string) {
      setAllRevoked.run(clock.now(), sub)
    },
  }
}

function signInOf(row: Record<string, unknown> | undefined): SignIn | undefined {
  return (
    row && {
      originJti: row.origin_jti as string,
      sub: row.sub as string,
      clientId: row.client_id as string,
      authTimeMs: row.auth_time_ms as number,
      expiresAtMs: row.expires_at_ms as number,
      isRevoked: row.revoked_at_ms !== null,
    }
  )
}
