/** DeleteWebAuthnCredential: one of the caller's passkeys works no longer. */
import type { DeleteWebAuthnCredentialResponse } from '@aws-sdk/client-cognito-identity-provider'
import { ServiceError } from '../errors.ts'
import { openText } from '../rules/open-texts.ts'
import type { Services } from '../services.ts'
import * as field from '../wire/fields.ts'
import { type Input, required } from '../wire/shape.ts'

export const deleteWebAuthnCredentialShape = {
  AccessToken: required(field.accessToken),
  CredentialId: required(field.text({})),
}

type DeleteWebAuthnCredentialInput = Input<typeof deleteWebAuthnCredentialShape>

export const deleteWebAuthnCredential =
  ({ callers, passkeys, transaction }: Pick<Services, 'callers' | 'passkeys' | 'transaction'>) =>
  async ({
    AccessToken,
    CredentialId,
  }: DeleteWebAuthnCredentialInput): Promise<DeleteWebAuthnCredentialResponse> => {
    const { user } = await callers.of(AccessToken)
    if (!transaction(() => passkeys.remove(user, CredentialId))) {
      throw new ServiceError('ResourceNotFoundException', openText.passkeyNotFound)
    }
    return {}
  }
