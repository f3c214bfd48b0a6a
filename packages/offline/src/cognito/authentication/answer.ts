/**
 * The answer to a challenge, and the session that it has to come with: of this
 * client, this user and this challenge, not used and not too old.
 */
import type { Client } from '../client.ts'
import { ServiceError } from '../errors.ts'
import { comparable } from '../pool.ts'
import { invalidSession } from '../rules/failures.ts'
import { checkSecretHash } from '../rules/secret-hash.ts'
import type { Services } from '../services.ts'
import type { Session, Step } from '../store/sessions.ts'
import type { User } from '../store/users.ts'
import { type Attempt, type Metadata, type Parameters, parameter, refuseUnlessActive } from './attempt.ts'
import { isStillProven } from './proof.ts'
import { simulatedUser } from './simulated-user.ts'

export type Answer = {
  client: Client
  session: string | undefined
  responses: Parameters
  metadata: Metadata
}

export type OpenedSession<Whose extends User | undefined = User | undefined> = {
  attempt: Attempt<Whose>
  state: Session['state']
  /** In the transaction of what the answer is good for. Refuses one that has been used meanwhile. */
  use(): void
  /** Runs the check of a code. A few wrong ones leave the session as it is. */
  trying<Result>(check: () => Promise<Result>): Promise<Result>
}

type SessionServices = Pick<Services, 'sessions' | 'transaction' | 'users'>

const maxWrongCodes = 5

export function openSession(services: SessionServices, answer: Answer, step: Step): OpenedSession {
  const { client, metadata, responses } = answer
  const session = parameter({ Session: answer.session ?? '' }, 'Session')
  const name = parameter(responses, 'USERNAME')
  checkSecretHash(client, name, responses.SECRET_HASH)

  function read() {
    const { sub, username, state } = services.sessions.read(session, client, [step])
    const user = holderOf(services, client, { sub, username }, name)
    if (user && !isStillProven(state, user)) throw invalidSession()
    return { username, state, user }
  }
  const { username, state, user } = read()
  if (user) refuseUnlessActive(user)

  function countWrongCode() {
    services.transaction(() => {
      const { state } = read()
      const wrongCodes = Number(state.wrongCodes ?? 0) + 1
      if (wrongCodes < maxWrongCodes) services.sessions.remember(session, { ...state, wrongCodes })
      else services.sessions.use(session)
    })
  }

  return {
    attempt: { client, user, username, metadata },
    state,
    use() {
      read()
      services.sessions.use(session)
    },
    async trying(check) {
      try {
        return await check()
      } catch (error) {
        if (error instanceof ServiceError && error.type === 'CodeMismatchException') countWrongCode()
        throw error
      }
    },
  }
}

/** As `openSession`, where the session is nobody's unless it is a user's. */
export function openUserSession(services: SessionServices, answer: Answer, step: Step): OpenedSession<User> {
  const opened = openSession(services, answer, step)
  const { user } = opened.attempt
  if (!user) throw invalidSession()
  return { ...opened, attempt: { ...opened.attempt, user } }
}

/**
 * The user of the session, whom the answer names by any name of theirs. For one
 * who does not exist that is the name that was typed, or the one they were given.
 */
export function holderOf(
  { users }: Pick<Services, 'users'>,
  { pool }: Client,
  { sub, username }: Pick<Session, 'sub' | 'username'>,
  name: string,
): User | undefined {
  const user = users.bySignInName(pool, name)
  const isHolder =
    sub === undefined
      ? comparable(pool, name) === comparable(pool, username) || name === simulatedUser(pool, username).userId
      : user?.sub === sub
  if (!isHolder) throw invalidSession()
  return sub === undefined ? undefined : user
}
