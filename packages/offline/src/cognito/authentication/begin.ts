/** Who wants to sign in, by the name that they typed. */
import type { Client } from '../client.ts'
import { noSuchUser } from '../rules/failures.ts'
import { checkSecretHash } from '../rules/secret-hash.ts'
import type { Services } from '../services.ts'
import { subjectOf } from '../store/subject.ts'
import type { User } from '../store/users.ts'
import { migrateUser } from '../user-migration.ts'
import {
  type Attempt,
  currentAttempt,
  type Metadata,
  type Parameters,
  parameter,
  refuseUnlessActive,
} from './attempt.ts'
import { preAuthentication } from './events.ts'

export type BeginServices = Pick<Services, 'lockout' | 'transaction' | 'triggers' | 'users'>

export type Request = { client: Client; parameters: Parameters; metadata: Metadata }

type Options = {
  /** With which somebody who does not exist yet may be migrated. */
  password?: string | undefined
  /** Whether the lock on passwords counts. */
  needsPassword?: boolean
  /** Whether the user is known by `sub` too, where that is not their username. */
  knowsSub?: boolean
  /** Whether the absence of a user is kept secret; as the client has it, unless the flow knows no other. */
  hidesUsers?: boolean
}

/** Refuses whoever cannot sign in by any means, and whomever the pool's PreAuthentication refuses. */
export async function begin(
  services: BeginServices,
  { client, parameters, metadata }: Request,
  { password, needsPassword = false, knowsSub = true, hidesUsers = client.hidesUsers }: Options = {},
): Promise<Attempt> {
  const { lockout, users } = services
  const username = parameter(parameters, 'USERNAME')
  checkSecretHash(client, username, parameters.SECRET_HASH)

  const refuseIfLocked = (user: User | undefined) => {
    if (needsPassword) lockout.refuseIfLocked(subjectOf(client.pool, user, username))
  }
  let user = users.bySignInName(client.pool, username)
  if (!knowsSub && user?.sub === username && user.username !== username) user = undefined
  if (!user && password !== undefined && client.pool.triggers.arns.UserMigration) {
    refuseIfLocked(user)
    const source = 'UserMigration_Authentication'
    const { validation: validationData } = metadata
    user = await migrateUser(services, { client, name: username, source, password, validationData })
    // Attempts run side by side: while the function was asked, others may have locked the name.
    refuseIfLocked(undefined)
  }
  if (!user && !hidesUsers) throw noSuchUser()
  refuseIfLocked(user)
  if (user) refuseUnlessActive(user)

  const attempt = { client, user, username, metadata }
  await preAuthentication(services, attempt)
  return currentAttempt(services, attempt)
}
