/**
 * ResendConfirmationCode: sends a new code and makes the one before it void.
 *
 * For a user who does not exist, a client that hides this tells of a delivery
 * that never happens. A confirmed user is told apart even so, as on AWS.
 */
import type { ResendConfirmationCodeResponse } from '@aws-sdk/client-cognito-identity-provider'
import type { Pool } from '../pool.ts'
import { simulatedDelivery } from '../rules/delivery.ts'
import { invalidParameter, unknownUser } from '../rules/failures.ts'
import { checkSecretHash } from '../rules/secret-hash.ts'
import type { Services } from '../services.ts'
import { subjectOf } from '../store/subject.ts'
import type { User } from '../store/users.ts'
import * as field from '../wire/fields.ts'
import { type Input, required } from '../wire/shape.ts'

export const resendConfirmationCodeShape = {
  ClientId: required(field.clientId),
  Username: required(field.username),
  SecretHash: field.secretHash,
  ClientMetadata: field.map,
}

type ResendConfirmationCodeInput = Input<typeof resendConfirmationCodeShape>

export const resendConfirmationCode =
  ({
    directory,
    limits,
    messages,
    transaction,
    users,
  }: Pick<Services, 'directory' | 'limits' | 'messages' | 'transaction' | 'users'>) =>
  async (input: ResendConfirmationCodeInput): Promise<ResendConfirmationCodeResponse> => {
    const client = directory.client(input.ClientId)
    const { pool } = client
    checkSecretHash(client, input.Username, input.SecretHash)

    const user = users.byUsername(pool, input.Username)
    if (!user && !client.hidesUsers) throw unknownUser()
    limits.attempt(subjectOf(pool, user, input.Username), 'ResendConfirmationCode')
    if (!user) return { CodeDeliveryDetails: simulatedDelivery(pool, input.Username) }
    addressOf(pool, user)

    const mail = await messages.compose({
      pool,
      client,
      user,
      kind: 'ResendCode',
      clientMetadata: input.ClientMetadata,
    })
    const CodeDeliveryDetails = transaction(() => {
      const current = users.current(user)
      return messages.sendCode(pool, current, 'signUp', mail, addressOf(pool, current))
    })
    return { CodeDeliveryDetails }
  }

function addressOf({ verifiesEmail }: Pool, { status, attributes: { email } }: User) {
  if (status !== 'UNCONFIRMED') throw invalidParameter('User is already confirmed.')
  if (!verifiesEmail || email === undefined) {
    throw invalidParameter('Cannot resend codes. Auto verification not turned on.')
  }
  return email
}
