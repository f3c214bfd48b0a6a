/**
 * Refresh tokens are opaque to their holders. Cognito's are encrypted JWTs of
 * five parts; these have that form, because code that measures, stores or
 * matches one must work with it, and are random inside.
 */
import { randomBytes } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import type { Client } from '../client.ts'
import type { Database } from './database.ts'
import { hashOfOpaque } from './opaque.ts'
import type { User } from './users.ts'

export type RefreshTokens = ReturnType<typeof createRefreshTokens>

const header = Buffer.from('{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}').toString('base64url')

/** Encrypted key, initialisation vector, ciphertext and tag, in bytes. */
const partLengths = [256, 12, 960, 16]

export function createRefreshTokens({ prepare }: Database, clock: Clock) {
  prepare('delete from refresh_tokens where expires_at_ms <= ?').run(clock.now())

  const insert = prepare(`
    insert into refresh_tokens (hash, sub, client_id, origin_jti, auth_time_ms, expires_at_ms)
    values (?, ?, ?, ?, ?, ?)`)

  return {
    issue(user: User, client: Client, { originJti, authTimeMs }: { originJti: string; authTimeMs: number }) {
      const parts = partLengths.map(length => randomBytes(length).toString('base64url'))
      const token = [header, ...parts].join('.')
      const expiresAtMs = authTimeMs + client.lifetime.refreshSeconds * 1000
      insert.run(hashOfOpaque(token), user.sub, client.id, originJti, authTimeMs, expiresAtMs)
      return token
    },
  }
}
