/**
 * UpdateUserAttributes: new values for the caller's attributes; an empty one
 * removes the attribute.
 *
 * A new address is sent a code where the pool verifies addresses. Until the
 * code comes back, the address stands unverified in the place of the old one
 * or, where the pool verifies before the update, the old one stays as it was.
 */
import type { UpdateUserAttributesResponse } from '@aws-sdk/client-cognito-identity-provider'
import { ServiceError } from '../errors.ts'
import type { Pool } from '../pool.ts'
import { changesOf, checkChanges, withFlags } from '../rules/attribute-changes.ts'
import { checkWritable } from '../rules/attributes.ts'
import { openText } from '../rules/open-texts.ts'
import type { Services } from '../services.ts'
import type { User } from '../store/users.ts'
import * as field from '../wire/fields.ts'
import { type Input, required } from '../wire/shape.ts'

export const updateUserAttributesShape = {
  AccessToken: required(field.accessToken),
  UserAttributes: required(field.attributes),
  ClientMetadata: field.map,
}

type UpdateUserAttributesInput = Input<typeof updateUserAttributesShape>

export const updateUserAttributes =
  ({
    callers,
    codes,
    messages,
    transaction,
    users,
  }: Pick<Services, 'callers' | 'codes' | 'messages' | 'transaction' | 'users'>) =>
  async (input: UpdateUserAttributesInput): Promise<UpdateUserAttributesResponse> => {
    const { user, client, pool } = await callers.of(input.AccessToken)
    const changes = changesOf(input.UserAttributes)
    checkChanges(pool, changes)
    checkWritable(client.mayWrite, changes)

    const { email, ...others } = changes
    const isNew = 'email' in changes && email !== user.attributes.email
    const addressee = isNew && pool.verifiesEmail ? email : undefined
    const waits = addressee !== undefined && pool.verifiesEmailBeforeUpdate
    if (waits) refuseTakenUsername(users, pool, user, addressee)

    const stored = waits ? others : changes
    const mail =
      addressee === undefined
        ? undefined
        : await messages.compose({
            pool,
            client,
            user: withAddress(user, addressee),
            kind: 'UpdateUserAttribute',
            clientMetadata: input.ClientMetadata,
          })
    return transaction(() => {
      const { attributes } = users.current(user)
      const changed = users.changeAttributes(pool, user, withFlags(stored, attributes))
      // A code that is out was for another address.
      if (isNew) codes.remove(user.sub, 'verifyEmail')
      return addressee !== undefined && mail
        ? { CodeDeliveryDetailsList: [messages.sendCode(pool, changed, 'verifyEmail', mail, addressee)] }
        : {}
    })
  }

/** Where the address is the username, that it is taken is told before a code goes out. */
export function refuseTakenUsername(
  users: Pick<Services['users'], 'byUsername'>,
  pool: Pool,
  user: User,
  email: string,
) {
  if (pool.signInDesign !== 'email') return
  const owner = users.byUsername(pool, email)
  if (owner && owner.sub !== user.sub) throw new ServiceError('AliasExistsException', openText.aliasExists)
}

/** As the function for messages is shown whom the code is for. */
export const withAddress = (user: User, email: string): User => ({
  ...user,
  attributes: { ...user.attributes, email, email_verified: 'false' },
})
