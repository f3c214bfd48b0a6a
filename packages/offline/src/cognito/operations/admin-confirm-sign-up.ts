/** AdminConfirmSignUp: the user is CONFIRMED without a code, and so without a verified address. */
import type { AdminConfirmSignUpResponse } from '@aws-sdk/client-cognito-identity-provider'
import { tellOfConfirmation } from '../post-confirmation.ts'
import { notAuthorized } from '../rules/failures.ts'
import type { Services } from '../services.ts'
import * as field from '../wire/fields.ts'
import type { Input } from '../wire/shape.ts'
import { administeredUser, userShape } from './administered.ts'

export const adminConfirmSignUpShape = { ...userShape, ClientMetadata: field.map }

export const adminConfirmSignUp =
  (services: Pick<Services, 'codes' | 'directory' | 'transaction' | 'triggers' | 'users'>) =>
  async (input: Input<typeof adminConfirmSignUpShape>): Promise<AdminConfirmSignUpResponse> => {
    const { codes, transaction, triggers, users } = services
    const { pool, user } = administeredUser(services, input)
    if (user.status !== 'UNCONFIRMED') {
      throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`)
    }

    const confirmed = transaction(() => {
      codes.remove(user.sub, 'signUp')
      return users.change(user, { status: 'CONFIRMED' })
    })
    await tellOfConfirmation(triggers, {
      pool,
      clientId: undefined,
      user: confirmed,
      source: 'PostConfirmation_ConfirmSignUp',
      clientMetadata: input.ClientMetadata,
    })
    return {}
  }
