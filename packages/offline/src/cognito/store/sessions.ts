/**
 * The opaque strings that carry a person from one step of authentication to
 * the next. Each is bound to a user, a client and a step, and good for once.
 *
 * A used one is kept until it expires, so that it can be told from one that
 * was never issued.
 */
import { randomBytes } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import type { Client } from '../client.ts'
import { invalidSession, notAuthorized } from '../rules/failures.ts'
import { openText } from '../rules/open-texts.ts'
import type { Database } from './database.ts'
import { hashOfOpaque } from './opaque.ts'
import type { User } from './users.ts'

export type Sessions = ReturnType<typeof createSessions>

/**
 * What a session waits for: the answer to a challenge, by the challenge's
 * name, or one of these. `SIGN_UP` waits for the confirmation, `CONFIRMED` may
 * take the place of the first factor, `SOFTWARE_TOKEN` is between
 * AssociateSoftwareToken and VerifySoftwareToken.
 */
export type Step =
  | 'SIGN_UP'
  | 'CONFIRMED'
  | 'SOFTWARE_TOKEN'
  | 'CUSTOM_CHALLENGE'
  | 'EMAIL_OTP'
  | 'MFA_SETUP'
  | 'NEW_PASSWORD_REQUIRED'
  | 'PASSWORD'
  | 'PASSWORD_SRP'
  | 'PASSWORD_VERIFIER'
  | 'SELECT_CHALLENGE'
  | 'SELECT_MFA_TYPE'
  | 'SOFTWARE_TOKEN_MFA'
  | 'WEB_AUTHN'

export type Session = {
  step: Step
  /** Nobody where a user who does not exist is simulated. */
  sub: string | undefined
  /** The name that the person signs in with, as it was typed. */
  username: string
  /** What the step has to remember. */
  state: Readonly<Record<string, unknown>>
}

type Holder = { user: User | undefined; username: string; client: Client }

/** A session that has expired is still known as one for this long. */
const remembranceMs = 60 * 60 * 1000

export function createSessions({ prepare }: Database, clock: Clock) {
  const insert = prepare(`
    insert into sessions (hash, client_id, sub, username, step, state, expires_at_ms)
    values (?, ?, ?, ?, ?, ?, ?)`)
  const select = prepare(
    'select sub, username, step, state, is_used, expires_at_ms from sessions where hash = ? and client_id = ?',
  )
  const selectClient = prepare('select client_id from sessions where hash = ?')
  const use = prepare('update sessions set is_used = 1 where hash = ?')
  const setState = prepare('update sessions set state = ? where hash = ?')
  const prune = prepare('delete from sessions where expires_at_ms <= ?')

  return {
    issue({ user, username, client }: Holder, step: Step, state: Session['state'] = {}) {
      const session = randomBytes(256).toString('base64url')
      const now = clock.now()
      prune.run(now - remembranceMs)
      const expiresAtMs = now + client.lifetime.sessionSeconds * 1000
      const json = JSON.stringify(state)
      insert.run(hashOfOpaque(session), client.id, user?.sub ?? null, username, step, json, expiresAtMs)
      return session
    },

    /**
     * The session as it was issued, if it waits for one of these steps and has
     * not been used. Reading does not use it up.
     */
    read(session: string, { id }: Client, steps: readonly Step[]): Session {
      const row = select.get(hashOfOpaque(session), id)
      if (!row || !steps.includes(row.step as Step)) throw invalidSession()
      if (row.is_used) throw notAuthorized('Invalid session for the user, session can only be used once.')
      if (Number(row.expires_at_ms) <= clock.now()) throw notAuthorized(openText.sessionExpired)
      return {
        step: row.step as Step,
        sub: (row.sub as string | null) ?? undefined,
        username: row.username as string,
        state: JSON.parse(row.state as string),
      }
    },

    /** The client that it was issued to, for an operation that does not name one. */
    clientIdOf(session: string) {
      const row = selectClient.get(hashOfOpaque(session))
      if (!row) throw invalidSession()
      return row.client_id as string
    },

    /** The step goes on, with another state. */
    remember(session: string, state: Session['state']) {
      setState.run(JSON.stringify(state), hashOfOpaque(session))
    },

    /** Call it in the transaction of what the session was good for, and read it again there. */
    use(session: string) {
      use.run(hashOfOpaque(session))
    },
  }
}
