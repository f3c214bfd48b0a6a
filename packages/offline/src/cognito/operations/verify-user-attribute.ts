/**
 * VerifyUserAttribute: the code from the message proves the address that it
 * went to. Where the pool verifies before the update, the address takes the
 * place of the old one by that.
 */
import type { VerifyUserAttributeResponse } from '@aws-sdk/client-cognito-identity-provider'
import { codeExpired } from '../rules/failures.ts'
import { checkVerifiable } from '../rules/verifiable.ts'
import type { Services } from '../services.ts'
import { subjectOf } from '../store/subject.ts'
import * as field from '../wire/fields.ts'
import { type Input, required } from '../wire/shape.ts'

export const verifyUserAttributeShape = {
  AccessToken: required(field.accessToken),
  AttributeName: required(field.attributeName),
  Code: required(field.confirmationCode),
}

type VerifyUserAttributeInput = Input<typeof verifyUserAttributeShape>

export const verifyUserAttribute =
  ({
    callers,
    codes,
    limits,
    transaction,
    users,
  }: Pick<Services, 'callers' | 'codes' | 'limits' | 'transaction' | 'users'>) =>
  async (input: VerifyUserAttributeInput): Promise<VerifyUserAttributeResponse> => {
    const { user, pool } = await callers.of(input.AccessToken)
    limits.attempt(subjectOf(pool, user, user.username), 'VerifyUserAttribute')
    checkVerifiable(input.AttributeName)

    transaction(() => {
      const { address } = codes.check(user.sub, 'verifyEmail', input.Code)
      const { email } = users.current(user).attributes
      const proven = address ?? email
      // An administrator may have given the user another address since.
      if (proven === undefined || (proven !== email && !pool.verifiesEmailBeforeUpdate)) throw codeExpired()
      codes.remove(user.sub, 'verifyEmail')
      users.changeAttributes(pool, user, { email: proven, email_verified: 'true' })
    })
    return {}
  }
