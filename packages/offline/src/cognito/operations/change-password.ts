/** ChangePassword: a new password for the caller, who proves the present one. Tokens stay good. */
import type { ChangePasswordResponse } from '@aws-sdk/client-cognito-identity-provider'
import { refuseRepeatedPassword } from '../password-history.ts'
import { incorrectCredentials } from '../rules/failures.ts'
import { checkPasswordPolicy } from '../rules/password-policy.ts'
import { hashPassword, isPassword } from '../rules/passwords.ts'
import type { Services } from '../services.ts'
import { subjectOf } from '../store/subject.ts'
import type { User } from '../store/users.ts'
import * as field from '../wire/fields.ts'
import { type Input, required } from '../wire/shape.ts'

export const changePasswordShape = {
  AccessToken: required(field.accessToken),
  ProposedPassword: required(field.password),
  /** Only a user who has no password yet leaves it out. */
  PreviousPassword: field.password,
}

type ChangePasswordInput = Input<typeof changePasswordShape>

export const changePassword =
  ({ callers, limits, transaction, users }: Pick<Services, 'callers' | 'limits' | 'transaction' | 'users'>) =>
  async (input: ChangePasswordInput): Promise<ChangePasswordResponse> => {
    const { user, pool } = await callers.of(input.AccessToken)
    limits.attempt(subjectOf(pool, user, user.username), 'ChangePassword')
    const isFirst = user.password === null && input.PreviousPassword === undefined
    if (!isFirst && !(await isPassword(input.PreviousPassword ?? '', user.password?.hash))) {
      throw incorrectCredentials()
    }
    checkPasswordPolicy(pool.passwordPolicy, input.ProposedPassword)
    await refuseRepeatedPassword(users, pool, user, input.ProposedPassword)

    const password = await hashPassword(input.ProposedPassword, { poolId: pool.id, username: user.username })
    transaction(() => {
      const current = users.current(user)
      if (!hasSamePassword(current, user)) throw incorrectCredentials()
      users.setPassword(current, password, current.status)
    })
    return {}
  }

/** Another request may have replaced the password that this one proved. */
const hasSamePassword = (one: User, other: User) =>
  Buffer.compare(one.password?.hash ?? none, other.password?.hash ?? none) === 0

const none = new Uint8Array()
