/**
 * AdminResetUserPassword: the password is good for nothing until the user sets
 * another one with the code that is sent to their verified address.
 */
import type { AdminResetUserPasswordResponse } from '@aws-sdk/client-cognito-identity-provider'
import type { Pool } from '../pool.ts'
import { isRecoveryClosed, recoveryAddress } from '../recovery.ts'
import { noRecoveryAddress, notAuthorized, resetNotPossible, userDisabled } from '../rules/failures.ts'
import { openText } from '../rules/open-texts.ts'
import type { Services } from '../services.ts'
import type { User } from '../store/users.ts'
import * as field from '../wire/fields.ts'
import type { Input } from '../wire/shape.ts'
import { administeredUser, userShape } from './administered.ts'

export const adminResetUserPasswordShape = { ...userShape, ClientMetadata: field.map }

export const adminResetUserPassword =
  (services: Pick<Services, 'directory' | 'messages' | 'transaction' | 'users'>) =>
  async (input: Input<typeof adminResetUserPasswordShape>): Promise<AdminResetUserPasswordResponse> => {
    const { messages, transaction, users } = services
    const { pool, user } = administeredUser(services, input)
    addressOf(pool, user)

    const mail = await messages.compose({
      pool,
      client: undefined,
      user,
      kind: 'ForgotPassword',
      clientMetadata: input.ClientMetadata,
    })
    transaction(() => {
      const to = addressOf(pool, users.current(user))
      const reset = users.change(user, { status: 'RESET_REQUIRED' })
      messages.sendCode(pool, reset, 'forgotPassword', mail, to)
    })
    return {}
  }

function addressOf(pool: Pool, user: User) {
  if (isRecoveryClosed(pool)) throw notAuthorized(openText.recoveryClosed)
  if (!user.isEnabled) throw userDisabled()
  if (user.status === 'FORCE_CHANGE_PASSWORD') throw resetNotPossible()
  const address = recoveryAddress(pool, user)
  if (address === undefined) throw noRecoveryAddress()
  return address
}
