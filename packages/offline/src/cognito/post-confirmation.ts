/**
 * Tells the pool's PostConfirmation function of a user who has been confirmed.
 * That is done already: a function that throws has the caller refused, and the
 * user stays confirmed.
 */
import type { PostConfirmationTriggerEvent } from 'aws-lambda'
import type { ClientMetadata } from './messages.ts'
import type { Pool } from './pool.ts'
import type { User } from './store/users.ts'
import { eventAttributes, type Triggers } from './triggers.ts'

type Confirmation = {
  pool: Pool
  /** Nothing for what an administrator does. */
  clientId: string | undefined
  user: User
  source: PostConfirmationTriggerEvent['triggerSource']
  clientMetadata: ClientMetadata | undefined
}

export async function tellOfConfirmation(
  triggers: Triggers,
  { pool, clientId, user, source, clientMetadata }: Confirmation,
) {
  const request: PostConfirmationTriggerEvent['request'] = {
    userAttributes: eventAttributes(user),
    ...(clientMetadata && { clientMetadata }),
  }
  await triggers.run('PostConfirmation', {
    pool,
    clientId,
    username: user.username,
    source,
    request,
    response: {},
  })
}
