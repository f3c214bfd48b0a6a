/**
 * AdminUpdateUserAttributes: what UpdateUserAttributes does, for any user and
 * any attribute that can be changed. An administrator may vouch for an address:
 * it is then sent no code, and is taken silently from whoever had it as alias.
 */
import type { AdminUpdateUserAttributesResponse } from '@aws-sdk/client-cognito-identity-provider'
import { changesOf, checkChanges, withFlags } from '../rules/attribute-changes.ts'
import { isVerifiedFlag, verifiedFlags } from '../rules/attributes.ts'
import { invalidParameter } from '../rules/failures.ts'
import { openText } from '../rules/open-texts.ts'
import type { Services } from '../services.ts'
import type { AttributeChanges, User } from '../store/users.ts'
import * as field from '../wire/fields.ts'
import { type Input, required } from '../wire/shape.ts'
import { administeredUser, userShape } from './administered.ts'
import { refuseTakenUsername, withAddress } from './update-user-attributes.ts'

export const adminUpdateUserAttributesShape = {
  ...userShape,
  UserAttributes: required(field.attributes),
  ClientMetadata: field.map,
}

export const adminUpdateUserAttributes =
  (services: Pick<Services, 'codes' | 'directory' | 'messages' | 'transaction' | 'users'>) =>
  async (input: Input<typeof adminUpdateUserAttributesShape>): Promise<AdminUpdateUserAttributesResponse> => {
    const { codes, messages, transaction, users } = services
    const { pool, user } = administeredUser(services, input)
    const changes = changesOf(input.UserAttributes)
    checkChanges(pool, changes)
    refuseFlagsAlone(user, changes)

    const { email, email_verified: _, ...others } = changes
    const isNew = 'email' in changes && email !== user.attributes.email
    const isVouchedFor = changes.email_verified === 'true'
    const addressee = isNew && !isVouchedFor && pool.verifiesEmail ? email : undefined
    const waits = addressee !== undefined && pool.verifiesEmailBeforeUpdate
    if (waits) refuseTakenUsername(users, pool, user, addressee)

    const mail =
      addressee === undefined
        ? undefined
        : await messages.compose({
            pool,
            client: undefined,
            user: withAddress(user, addressee),
            kind: 'UpdateUserAttribute',
            clientMetadata: input.ClientMetadata,
          })
    transaction(() => {
      const { attributes } = users.current(user)
      const applied = waits ? others : changes
      const stored = { ...withFlags(applied, attributes), ...flagsOf(applied) }
      const byForce = isVouchedFor && pool.signInDesign === 'alias'
      const changed = users.changeAttributes(pool, user, stored, { byForce })
      // A code that is out was for another address, or has nothing left to prove.
      if (isNew || isVouchedFor) codes.remove(user.sub, 'verifyEmail')
      if (addressee !== undefined && mail) messages.sendCode(pool, changed, 'verifyEmail', mail, addressee)
    })
    return {}
  }

/** An attribute that the user will not have cannot be verified. */
function refuseFlagsAlone({ attributes }: User, changes: AttributeChanges) {
  const after = { ...attributes, ...changes }
  for (const [name, flag] of Object.entries(verifiedFlags)) {
    if (changes[flag] === 'true' && after[name] === undefined) {
      throw invalidParameter(openText.addressMissing(name))
    }
  }
}

/** What the request itself says of the flags goes before what would follow of the change. */
function flagsOf(changes: AttributeChanges): AttributeChanges {
  return Object.fromEntries(Object.entries(changes).filter(([name]) => isVerifiedFlag(name)))
}
