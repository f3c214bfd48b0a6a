/**
 * ResendConfirmationCode: sends a new code and makes the one before it void.
 *
 * For a user who does not exist, a client that hides this tells of a delivery
 * that never happens. A confirmed user is told apart even so, as on AWS.
 */
import type { ResendConfirmationCodeResponse } from '@aws-sdk/client-cognito-identity-provider'
import { ServiceError } from '../errors.ts'
import { simulatedDelivery } from '../rules/delivery.ts'
import { unknownUser } from '../rules/failures.ts'
import { checkSecretHash } from '../rules/secret-hash.ts'
import type { Services } from '../services.ts'
import { subjectOf } from '../store/subject.ts'
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
    if (user.status !== 'UNCONFIRMED') {
      throw new ServiceError('InvalidParameterException', 'User is already confirmed.')
    }

    const { email } = user.attributes
    if (!pool.verifiesEmail || email === undefined) {
      throw new ServiceError(
        'InvalidParameterException',
        'Cannot resend codes. Auto verification not turned on.',
      )
    }
    const mail = await messages.compose({
      pool,
      client,
      user,
      kind: 'ResendCode',
      clientMetadata: input.ClientMetadata,
    })
    return {
      CodeDeliveryDetails: transaction(() =>
        messages.sendCode(pool, users.current(user), 'signUp', mail, email),
      ),
    }
  }
