/**
 * ConfirmSignUp: the code from the message makes the user CONFIRMED and their
 * address verified.
 *
 * The user is found by username. An address does not find one, even a verified
 * one: two users may hold the same unverified address. For a user who does not
 * exist, a client that hides this answers as to a wrong code.
 *
 * A session from SignUp has to be that of the user. It is not needed: the code
 * proves more.
 */
import type { ConfirmSignUpResponse } from '@aws-sdk/client-cognito-identity-provider'
import { tellOfConfirmation } from '../post-confirmation.ts'
import { codeMismatch, invalidSession, notAuthorized, unknownUser } from '../rules/failures.ts'
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
  Session: field.session,
  ClientMetadata: field.map,
}

type ConfirmSignUpInput = Input<typeof confirmSignUpShape>

export const confirmSignUp =
  ({
    codes,
    directory,
    limits,
    sessions,
    transaction,
    triggers,
    users,
  }: Pick<Services, 'codes' | 'directory' | 'limits' | 'sessions' | 'transaction' | 'triggers' | 'users'>) =>
  async (input: ConfirmSignUpInput): Promise<ConfirmSignUpResponse> => {
    const client = directory.client(input.ClientId)
    const { pool } = client
    checkSecretHash(client, input.Username, input.SecretHash)

    const user = users.byUsername(pool, input.Username)
    if (!user && !client.hidesUsers) throw unknownUser()
    limits.attempt(subjectOf(pool, user, input.Username), 'ConfirmSignUp')
    if (!user) throw codeMismatch()
    if (user.status !== 'UNCONFIRMED') {
      throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`)
    }

    const { confirmed, answer } = transaction(() => {
      if (input.Session !== undefined) {
        const { sub } = sessions.read(input.Session, client, ['SIGN_UP'])
        if (sub !== user.sub) throw invalidSession()
      }
      const { address } = codes.check(user.sub, 'signUp', input.ConfirmationCode)
      codes.remove(user.sub, 'signUp')
      const { attributes } = users.change(user, { status: 'CONFIRMED' })
      // An administrator may have given the user another address since the code went out.
      const isProven = address === null || address === attributes.email
      const confirmed = users.changeAttributes(pool, user, isProven ? { email_verified: 'true' } : {}, {
        byForce: input.ForceAliasCreation ?? false,
      })
      const answer: ConfirmSignUpResponse = client.flows.has('USER_AUTH')
        ? { Session: sessions.issue({ user: confirmed, username: input.Username, client }, 'CONFIRMED') }
        : {}
      return { confirmed, answer }
    })
    await tellOfConfirmation(triggers, {
      pool,
      clientId: client.id,
      user: confirmed,
      source: 'PostConfirmation_ConfirmSignUp',
      clientMetadata: input.ClientMetadata,
    })
    return answer
  }
