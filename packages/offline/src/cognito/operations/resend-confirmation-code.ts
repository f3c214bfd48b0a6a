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
}

type ResendConfirmationCodeInput = Input<typeof resendConfirmationCodeShape>

export const resendConfirmationCode =
  ({
    directory,
    limits,
    transaction,
    users,
    verification,
  }: Pick<Services, 'directory' | 'limits' | 'transaction' | 'users' | 'verification'>) =>
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

    const delivery = transaction(() =>
      verification.send(pool, user, { kind: 'ResendCode', purpose: 'signUp' }),
    )
    if (!delivery) {
      throw new ServiceError(
        'InvalidParameterException',
        'Cannot resend codes. Auto verification not turned on.',
      )
    }
    return { CodeDeliveryDetails: delivery }
  }
