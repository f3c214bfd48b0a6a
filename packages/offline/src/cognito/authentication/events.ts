/** What a pool's functions are told before and after a sign-in. */
import type { PostAuthenticationTriggerEvent, PreAuthenticationTriggerEvent } from 'aws-lambda'
import type { Services } from '../services.ts'
import type { User } from '../store/users.ts'
import { eventAttributes } from '../triggers.ts'
import { type Attempt, nameOf } from './attempt.ts'

/**
 * Asks before anything is proven. A user who does not exist comes before the
 * function only where their absence is kept secret.
 */
export async function preAuthentication({ triggers }: Pick<Services, 'triggers'>, attempt: Attempt) {
  const { client, user, metadata } = attempt
  if (!user && !client.hidesUsers) return
  await triggers.run('PreAuthentication', {
    pool: client.pool,
    clientId: client.id,
    username: nameOf(attempt),
    source: 'PreAuthentication_Authentication',
    request: {
      userAttributes: user ? eventAttributes(user) : {},
      validationData: { ...metadata.validation },
      ...(client.hidesUsers && { userNotFound: user === undefined }),
    } satisfies PreAuthenticationTriggerEvent['request'],
    response: {},
  })
}

/** Told when everything is proven and before there are tokens. */
export async function postAuthentication({ triggers }: Pick<Services, 'triggers'>, attempt: Attempt<User>) {
  const { client, user, metadata } = attempt
  await triggers.run('PostAuthentication', {
    pool: client.pool,
    clientId: client.id,
    username: user.username,
    source: 'PostAuthentication_Authentication',
    request: {
      userAttributes: eventAttributes(user),
      newDeviceUsed: false,
      ...(metadata.answer && { clientMetadata: metadata.answer }),
    } satisfies PostAuthenticationTriggerEvent['request'],
    response: {},
  })
}
