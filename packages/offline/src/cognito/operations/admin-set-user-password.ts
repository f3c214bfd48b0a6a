/**
 * AdminSetUserPassword: a password that the user keeps or, unless it is
 * permanent, changes at the next sign-in. Either takes the user out of any
 * other state.
 */
import type { AdminSetUserPasswordResponse } from '@aws-sdk/client-cognito-identity-provider'
import { refuseRepeatedPassword } from '../password-history.ts'
import { checkPasswordPolicy } from '../rules/password-policy.ts'
import { hashPassword } from '../rules/passwords.ts'
import type { Services } from '../services.ts'
import * as field from '../wire/fields.ts'
import { type Input, required } from '../wire/shape.ts'
import { administeredUser, userShape } from './administered.ts'

export const adminSetUserPasswordShape = {
  ...userShape,
  Password: required(field.password),
  Permanent: field.flag,
}

export const adminSetUserPassword =
  (services: Pick<Services, 'codes' | 'directory' | 'transaction' | 'users'>) =>
  async (input: Input<typeof adminSetUserPasswordShape>): Promise<AdminSetUserPasswordResponse> => {
    const { codes, transaction, users } = services
    const { pool, user } = administeredUser(services, input)
    checkPasswordPolicy(pool.passwordPolicy, input.Password)
    await refuseRepeatedPassword(users, pool, user, input.Password)

    const password = await hashPassword(input.Password, { poolId: pool.id, username: user.username })
    transaction(() => {
      users.setPassword(user, password, input.Permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD')
      // Whoever still holds a code could undo this with it.
      codes.remove(user.sub, 'forgotPassword')
    })
    return {}
  }
