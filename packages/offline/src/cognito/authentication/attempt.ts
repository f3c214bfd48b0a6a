/** Someone who is signing in, and what every step asks about them. */
import type { Client } from '../client.ts'
import { ServiceError } from '../errors.ts'
import type { ClientMetadata } from '../messages.ts'
import { invalidParameter, userDeleted, userDisabled } from '../rules/failures.ts'
import type { Services } from '../services.ts'
import type { User } from '../store/users.ts'

export type Attempt<Whose extends User | undefined = User | undefined> = {
  client: Client
  /** Nobody where a user who does not exist is simulated. */
  user: Whose
  /** The name as it was typed. */
  username: string
  metadata: Metadata
}

/** What the app sends along for the pool's functions. Which of them get it depends on the operation. */
export type Metadata = {
  /** For PreAuthentication and UserMigration, with a first request. */
  validation?: ClientMetadata | undefined
  /** For the functions around a challenge and those after it, with an answer. */
  answer?: ClientMetadata | undefined
  /** For CustomMessage, with an administrator's answer. */
  message?: ClientMetadata | undefined
}

export type Parameters = Readonly<Record<string, string>>

export function parameter(parameters: Parameters, name: string) {
  const value = parameters[name]
  if (!value) throw invalidParameter(`Missing required parameter ${name}`)
  return value
}

/** That a user is not confirmed is told whatever they know; that is how AWS has it. */
export function refuseUnlessActive({ isEnabled, status }: User) {
  if (!isEnabled) throw userDisabled()
  if (status === 'UNCONFIRMED') throw new ServiceError('UserNotConfirmedException', 'User is not confirmed.')
}

/** As the user is now. Refuses one who has been deleted or disabled while something was waited for. */
export function current({ users }: Pick<Services, 'users'>, { client, user }: Attempt<User>): User {
  const now = users.bySub(client.pool, user.sub)
  if (!now) throw userDeleted()
  refuseUnlessActive(now)
  return now
}

/** The same for an attempt whose user may be nobody. */
export function currentAttempt(services: Pick<Services, 'users'>, attempt: Attempt): Attempt {
  const { user } = attempt
  return user ? { ...attempt, user: current(services, { ...attempt, user }) } : attempt
}

/** By which events and answers name whoever signs in. */
export const nameOf = ({ user, username }: Attempt) => user?.username ?? username
