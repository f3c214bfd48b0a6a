/**
 * Takes over a user from wherever the pool's UserMigration function knows them.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-migrate-user.html
 *
 * A function that throws, or gives no attributes, does not know the user.
 */
import { randomUUID } from 'node:crypto'
import type { UserMigrationTriggerEvent } from 'aws-lambda'
import type { Client } from './client.ts'
import { ServiceError, unsupported } from './errors.ts'
import type { ClientMetadata } from './messages.ts'
import { type Attributes, checkSchema } from './rules/attributes.ts'
import { hashPassword } from './rules/passwords.ts'
import { withUsername } from './rules/usernames.ts'
import type { Services } from './services.ts'
import type { User } from './store/users.ts'
import { textsOf } from './triggers.ts'

type Migration = {
  client: Client
  /** As it was typed. */
  name: string
  source: UserMigrationTriggerEvent['triggerSource']
  /** What was typed with it; nothing where a password has been forgotten. */
  password: string | undefined
  clientMetadata?: ClientMetadata | undefined
  validationData?: ClientMetadata | undefined
}

type Answer = {
  userAttributes?: unknown
  finalUserStatus?: unknown
  forceAliasCreation?: boolean | null
  enableSMSMFA?: boolean | null
  messageAction?: unknown
  desiredDeliveryMediums?: unknown
}

const unfilled = {
  userAttributes: null,
  forceAliasCreation: null,
  enableSMSMFA: null,
  finalUserStatus: null,
  messageAction: null,
  desiredDeliveryMediums: null,
}

export async function migrateUser(
  { transaction, triggers, users }: Pick<Services, 'transaction' | 'triggers' | 'users'>,
  { client, name, source, password, clientMetadata, validationData }: Migration,
): Promise<User | undefined> {
  const { pool } = client
  const answer = await triggers
    .run<Answer>('UserMigration', {
      pool,
      clientId: client.id,
      username: name,
      source,
      request: {
        ...(password !== undefined && { password }),
        ...(clientMetadata && { clientMetadata }),
        ...(validationData && { validationData }),
      },
      response: unfilled,
    })
    .catch(ignoreRefusal)
  if (!answer?.userAttributes) return undefined
  if (answer.enableSMSMFA) throw unsupported('A second factor by SMS')
  // It would carry the password, which is kept nowhere as text.
  if (answer.messageAction !== 'SUPPRESS' && textsIn(answer.desiredDeliveryMediums).includes('EMAIL')) {
    throw unsupported('A welcome by email to a migrated user')
  }

  const { username: _, sub: __, ...given } = textsOf(answer.userAttributes)
  const attributes = withFlags(withUsername(pool, name, given))
  checkSchema(pool.schema, attributes)
  const sub = randomUUID()
  const username = pool.signInDesign === 'email' ? sub : name
  const hashed = password === undefined ? null : await hashPassword(password, { poolId: pool.id, username })
  const status = statusOf(source, answer.finalUserStatus)
  // Another request for the same user may have been first.
  return transaction(
    () =>
      users.bySignInName(pool, name) ??
      users.create(
        pool,
        { sub, username, status, password: hashed, attributes },
        { byForce: answer.forceAliasCreation ?? false },
      ),
  )
}

/** A password that the function has seen to be right is as good as ever, unless it says otherwise. */
function statusOf(source: Migration['source'], status: unknown): User['status'] {
  const isProven = source === 'UserMigration_Authentication' && (status === undefined || status === null)
  return isProven || status === 'CONFIRMED' ? 'CONFIRMED' : 'RESET_REQUIRED'
}

function ignoreRefusal(error: unknown): undefined {
  if (error instanceof ServiceError && error.type === 'UserLambdaValidationException') return undefined
  throw error
}

/** An address is verified where the function says so. */
function withFlags(attributes: Attributes): Attributes {
  return {
    ...(attributes.email !== undefined && { email_verified: 'false' }),
    ...(attributes.phone_number !== undefined && { phone_number_verified: 'false' }),
    ...attributes,
  }
}

const textsIn = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
