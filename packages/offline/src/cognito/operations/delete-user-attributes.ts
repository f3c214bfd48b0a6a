/** DeleteUserAttributes: removes attributes of the caller, and with an address its verified flag. */
import type { DeleteUserAttributesResponse } from '@aws-sdk/client-cognito-identity-provider'
import { checkChanges, withFlags } from '../rules/attribute-changes.ts'
import { checkWritable } from '../rules/attributes.ts'
import type { Services } from '../services.ts'
import type { AttributeChanges } from '../store/users.ts'
import * as field from '../wire/fields.ts'
import { type Input, required } from '../wire/shape.ts'

export const deleteUserAttributesShape = {
  AccessToken: required(field.accessToken),
  UserAttributeNames: required({ kind: 'texts', of: field.attributeName }),
}

type DeleteUserAttributesInput = Input<typeof deleteUserAttributesShape>

export const deleteUserAttributes =
  ({ callers, codes, transaction, users }: Pick<Services, 'callers' | 'codes' | 'transaction' | 'users'>) =>
  async (input: DeleteUserAttributesInput): Promise<DeleteUserAttributesResponse> => {
    const { user, client, pool } = await callers.of(input.AccessToken)
    const changes: AttributeChanges = Object.fromEntries(
      input.UserAttributeNames.map(name => [name, undefined]),
    )
    checkChanges(pool, changes)
    checkWritable(client.mayWrite, changes)

    transaction(() => {
      const { attributes } = users.current(user)
      users.changeAttributes(pool, user, withFlags(changes, attributes))
      if ('email' in changes) codes.remove(user.sub, 'verifyEmail')
    })
    return {}
  }
