/**
 * ConfirmForgotPassword: the code from the message sets a new password.
 *
 * Tokens that are out stay good. Where a client hides users, one who could not
 * have been sent a code is answered as one who was: a wrong code after
 * ForgotPassword, an expired one without it.
 */
import type { ConfirmForgotPasswordResponse } from '@aws-sdk/client-cognito-identity-provider'
import { refuseRepeatedPassword } from '../password-history.ts'
import type { Pool } from '../pool.ts'
import { tellOfConfirmation } from '../post-confirmation.ts'
import { recoveryAddress } from '../recovery.ts'
import { codeExpired, codeMismatch, unknownUser, userDisabled } from '../rules/failures.ts'
import { checkPasswordPolicy } from '../rules/password-policy.ts'
import { hashPassword } from '../rules/passwords.ts'
import { checkSecretHash } from '../rules/secret-hash.ts'
import type { Services } from '../services.ts'
import type { Codes } from '../store/codes.ts'
import { subjectOf } from '../store/subject.ts'
import type { User } from '../store/users.ts'
import * as field from '../wire/fields.ts'
import { type Input, required } from '../wire/shape.ts'

export const confirmForgotPasswordShape = {
  ClientId: required(field.clientId),
  Username: required(field.username),
  ConfirmationCode: required(field.confirmationCode),
  Password: required(field.password),
  SecretHash: field.secretHash,
  ClientMetadata: field.map,
}

type ConfirmForgotPasswordInput = Input<typeof confirmForgotPasswordShape>

export const confirmForgotPassword =
  ({
    codes,
    directory,
    limits,
    transaction,
    triggers,
    users,
  }: Pick<Services, 'codes' | 'directory' | 'limits' | 'transaction' | 'triggers' | 'users'>) =>
  async (input: ConfirmForgotPasswordInput): Promise<ConfirmForgotPasswordResponse> => {
    const client = directory.client(input.ClientId)
    const { pool } = client
    checkSecretHash(client, input.Username, input.SecretHash)
    checkPasswordPolicy(pool.passwordPolicy, input.Password)

    const user = users.bySignInName(pool, input.Username)
    if (!user && !client.hidesUsers) throw unknownUser()
    const subject = subjectOf(pool, user, input.Username)
    limits.attempt(subject, 'ConfirmForgotPassword')
    if (!user || (client.hidesUsers && !canRecover(pool, user))) {
      throw limits.isResetCodeOut(subject) ? codeMismatch() : codeExpired()
    }

    // Who has not proven the code learns nothing of former passwords.
    checkCode(codes, pool, user, input.ConfirmationCode)
    await refuseRepeatedPassword(users, pool, user, input.Password)
    const password = await hashPassword(input.Password, { poolId: pool.id, username: user.username })
    const confirmed = transaction(() => {
      checkCode(codes, pool, users.current(user), input.ConfirmationCode)
      codes.remove(user.sub, 'forgotPassword')
      return users.setPassword(user, password, 'CONFIRMED')
    })
    await tellOfConfirmation(triggers, {
      pool,
      clientId: client.id,
      user: confirmed,
      source: 'PostConfirmation_ConfirmForgotPassword',
      clientMetadata: input.ClientMetadata,
    })
    return {}
  }

const canRecover = (pool: Pool, user: User) => user.isEnabled && recoveryAddress(pool, user) !== undefined

/** A code that went to an address which is the user's no longer is void, and so is that of a disabled user. */
function checkCode(codes: Codes, pool: Pool, user: User, code: string) {
  if (!user.isEnabled) throw userDisabled()
  const { address } = codes.check(user.sub, 'forgotPassword', code)
  if (address !== recoveryAddress(pool, user)) throw codeExpired()
}
