/**
 * GetUserAttributeVerificationCode: sends a code to the address that the caller
 * has. One that waits to take its place is sent another code by
 * UpdateUserAttributes.
 */
import type { GetUserAttributeVerificationCodeResponse } from '@aws-sdk/client-cognito-identity-provider'
import { invalidParameter } from '../rules/failures.ts'
import { openText } from '../rules/open-texts.ts'
import { checkVerifiable } from '../rules/verifiable.ts'
import type { Services } from '../services.ts'
import { subjectOf } from '../store/subject.ts'
import type { User } from '../store/users.ts'
import * as field from '../wire/fields.ts'
import { type Input, required } from '../wire/shape.ts'

export const getUserAttributeVerificationCodeShape = {
  AccessToken: required(field.accessToken),
  AttributeName: required(field.attributeName),
  ClientMetadata: field.map,
}

type GetUserAttributeVerificationCodeInput = Input<typeof getUserAttributeVerificationCodeShape>

export const getUserAttributeVerificationCode =
  ({
    callers,
    limits,
    messages,
    transaction,
    users,
  }: Pick<Services, 'callers' | 'limits' | 'messages' | 'transaction' | 'users'>) =>
  async (input: GetUserAttributeVerificationCodeInput): Promise<GetUserAttributeVerificationCodeResponse> => {
    const { user, client, pool } = await callers.of(input.AccessToken)
    limits.attempt(subjectOf(pool, user, user.username), 'GetUserAttributeVerificationCode')
    checkVerifiable(input.AttributeName)
    addressOf(user)

    const mail = await messages.compose({
      pool,
      client,
      user,
      kind: 'VerifyUserAttribute',
      clientMetadata: input.ClientMetadata,
    })
    const CodeDeliveryDetails = transaction(() => {
      const current = users.current(user)
      return messages.sendCode(pool, current, 'verifyEmail', mail, addressOf(current))
    })
    return { CodeDeliveryDetails }
  }

function addressOf({ attributes: { email } }: User) {
  if (email === undefined) throw invalidParameter(openText.attributeMissing('email'))
  return email
}
