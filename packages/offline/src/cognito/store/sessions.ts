/**
 * The opaque strings that carry a person from one step of authentication to
 * the next. Each is bound to a user, a client and a purpose.
 */
import { randomBytes } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import type { Client } from '../client.ts'
import type { Database } from './database.ts'
import { hashOfOpaque } from './opaque.ts'
import type { User } from './users.ts'

/** `signUp` waits for the confirmation, `confirmed` may take the place of the first factor. */
type SessionPurpose = 'signUp' | 'confirmed'

export function createSessions({ prepare }: Database, clock: Clock) {
  const insert = prepare(
    'insert into sessions (hash, sub, client_id, purpose, expires_at_ms) values (?, ?, ?, ?, ?)',
  )
  const prune = prepare('delete from sessions where expires_at_ms <= ?')

  return {
    issue(user: User, client: Client, purpose: SessionPurpose) {
      const session = randomBytes(256).toString('base64url')
      const now = clock.now()
      prune.run(now)
      const expiresAtMs = now + client.lifetime.sessionSeconds * 1000
      insert.run(hashOfOpaque(session), user.sub, client.id, purpose, expiresAtMs)
      return session
    },
  }
}
