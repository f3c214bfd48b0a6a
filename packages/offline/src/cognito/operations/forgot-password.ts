/**
 * ForgotPassword: sends a code to the user's verified address.
 *
 * For a user who does not exist, is disabled or has no such address, a client
 * that hides users tells of a delivery that never happens.
 */
import type { ForgotPasswordResponse } from '@aws-sdk/client-cognito-identity-provider'
import type { Client } from '../client.ts'
import { isRecoveryClosed, recoveryAddress } from '../recovery.ts'
import { simulatedDelivery } from '../rules/delivery.ts'
import {
  noRecoveryAddress,
  notAuthorized,
  resetNotPossible,
  unknownUser,
  userDisabled,
} from '../rules/failures.ts'
import { openText } from '../rules/open-texts.ts'
import { checkSecretHash } from '../rules/secret-hash.ts'
import type { Services } from '../services.ts'
import { subjectOf } from '../store/subject.ts'
import type { User } from '../store/users.ts'
import { migrateUser } from '../user-migration.ts'
import * as field from '../wire/fields.ts'
import { type Input, required } from '../wire/shape.ts'

export const forgotPasswordShape = {
  ClientId: required(field.clientId),
  Username: required(field.username),
  SecretHash: field.secretHash,
  ClientMetadata: field.map,
}

type ForgotPasswordInput = Input<typeof forgotPasswordShape>

export const forgotPassword =
  ({
    directory,
    limits,
    messages,
    transaction,
    triggers,
    users,
  }: Pick<Services, 'directory' | 'limits' | 'messages' | 'transaction' | 'triggers' | 'users'>) =>
  async (input: ForgotPasswordInput): Promise<ForgotPasswordResponse> => {
    const client = directory.client(input.ClientId)
    const { pool } = client
    checkSecretHash(client, input.Username, input.SecretHash)
    // Of the pool, and so the same for everybody: it comes before anybody is looked up.
    if (isRecoveryClosed(pool)) throw notAuthorized(openText.recoveryClosed)

    const user =
      users.bySignInName(pool, input.Username) ??
      (await migrateUser(
        { transaction, triggers, users },
        {
          client,
          name: input.Username,
          source: 'UserMigration_ForgotPassword',
          password: undefined,
          clientMetadata: input.ClientMetadata,
        },
      ))
    if (!user && !client.hidesUsers) throw unknownUser()
    const subject = subjectOf(pool, user, input.Username)
    limits.attempt(subject, 'ForgotPassword')
    limits.noteResetCode(subject)
    const simulated = { CodeDeliveryDetails: simulatedDelivery(pool, input.Username) }
    if (!user || addressOf(client, user) === undefined) return simulated

    const mail = await messages.compose({
      pool,
      client,
      user,
      kind: 'ForgotPassword',
      clientMetadata: input.ClientMetadata,
    })
    return transaction(() => {
      const current = users.current(user)
      const to = addressOf(client, current)
      return to === undefined
        ? simulated
        : { CodeDeliveryDetails: messages.sendCode(pool, current, 'forgotPassword', mail, to) }
    })
  }

/** Nothing where that there is none stays hidden. */
function addressOf({ pool, hidesUsers }: Client, user: User) {
  if (!user.isEnabled) {
    if (hidesUsers) return undefined
    throw userDisabled()
  }
  if (user.status === 'FORCE_CHANGE_PASSWORD') throw resetNotPossible()
  const address = recoveryAddress(pool, user)
  if (address === undefined && !hidesUsers) throw noRecoveryAddress()
  return address
}
