/**
 * ConfirmSignUp: the code from the message makes the user CONFIRMED and their
 * address verified.
 *
 * The user is found by username. An address does not find one, even a verified
 * one: two users may hold the same unverified address. For a user who does not
 * exist, a client that hides this answers as to a wrong code.
 */
import type { ConfirmSignUpResponse } from '@aws-sdk/client-cognito-identity-provider'
import { ServiceError } from '../errors.ts'
import { codeMismatch, unknownUser } from '../rules/failures.ts'
import { checkSecretHash } from '../rules/secret-hash.ts'
import type { Services } from '../services.ts'
import { subjectOf } from '../store/subject.ts'
import * as field from '../wire/fields.ts'
import { type Input, required } from '../wire/shape.ts'

export const confirmSignUpShape = {
  ClientId: required(field.clientId),
  Username: required(field.username),
  ConfirmationCode: required(field.confirmationCode),
  SecretHash: field.secretHash,
  ForceAliasCreation: field.flag,
  // The one from SignUp. It proves nothing that the code does not, so only its form counts.
  Session: field.session,
}

type ConfirmSignUpInput = Input<typeof confirmSignUpShape>

export const confirmSignUp =
  ({
    codes,
    directory,
    limits,
    sessions,
    transaction,
    users,
  }: Pick<Services, 'codes' | 'directory' | 'limits' | 'sessions' | 'transaction' | 'users'>) =>
  async (input: ConfirmSignUpInput): Promise<ConfirmSignUpResponse> => {
    const client = directory.client(input.ClientId)
    const { pool } = client
    checkSecretHash(client, input.Username, input.SecretHash)

    const user = users.byUsername(pool, input.Username)
    if (!user && !client.hidesUsers) throw unknownUser()
    limits.attempt(subjectOf(pool, user, input.Username), 'ConfirmSignUp')
    if (!user) throw codeMismatch()
    if (user.status !== 'UNCONFIRMED') {
      throw new ServiceError(
        'NotAuthorizedException',
        `User cannot be confirmed. Current status is ${user.status}`,
      )
    }

    return transaction(() => {
      codes.redeem(user.sub, 'signUp', input.ConfirmationCode)
      const confirmed = users.confirm(user)
      users.verifyEmail(pool, confirmed, { byForce: input.ForceAliasCreation ?? false })
      return client.flows.has('USER_AUTH') ? { Session: sessions.issue(confirmed, client, 'confirmed') } : {}
    })
  }
