/** Who sets up an authenticator app: someone signed in, or someone whose sign-in waits for it. */
import { refuseUnlessActive } from './authentication/attempt.ts'
import { isStillProven } from './authentication/proof.ts'
import type { Client } from './client.ts'
import { invalidParameter, invalidSession } from './rules/failures.ts'
import { openText } from './rules/open-texts.ts'
import type { Services } from './services.ts'
import type { Session, Step } from './store/sessions.ts'
import type { User } from './store/users.ts'

/** Refuses both and neither. */
export function tokenOrSession(input: {
  AccessToken: string | undefined
  Session: string | undefined
}): { token: string } | { session: string } {
  const { AccessToken: token, Session: session } = input
  if (token !== undefined && session === undefined) return { token }
  if (session !== undefined && token === undefined) return { session }
  throw invalidParameter(openText.eitherTokenOrSession)
}

/** Whose session this is. Refuses one that waits for something else. */
export function setupSession(
  { directory, sessions, users }: Pick<Services, 'directory' | 'sessions' | 'users'>,
  session: string,
  step: Step,
): Omit<Session, 'step' | 'sub'> & { user: User; client: Client } {
  const client = directory.client(sessions.clientIdOf(session))
  const { sub, username, state } = sessions.read(session, client, [step])
  const user = sub === undefined ? undefined : users.bySub(client.pool, sub)
  if (!user || !isStillProven(state, user)) throw invalidSession()
  refuseUnlessActive(user)
  return { user, client, username, state }
}
