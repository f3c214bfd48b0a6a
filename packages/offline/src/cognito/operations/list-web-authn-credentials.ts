/** ListWebAuthnCredentials: the caller's passkeys, oldest first. The token of a page is the last passkey on it. */
import type { ListWebAuthnCredentialsResponse } from '@aws-sdk/client-cognito-identity-provider'
import { maxPasskeys } from '../passkeys.ts'
import { invalidParameter } from '../rules/failures.ts'
import { openText } from '../rules/open-texts.ts'
import type { Services } from '../services.ts'
import type { Passkey } from '../store/passkeys.ts'
import * as field from '../wire/fields.ts'
import { type Input, required } from '../wire/shape.ts'

export const listWebAuthnCredentialsShape = {
  AccessToken: required(field.accessToken),
  MaxResults: { kind: 'number', min: 0, max: maxPasskeys },
  NextToken: field.pageToken,
} as const

type ListWebAuthnCredentialsInput = Input<typeof listWebAuthnCredentialsShape>

/** A time is a number of seconds on the wire. */
type WireAnswer = Pick<ListWebAuthnCredentialsResponse, 'NextToken'> & { Credentials: object[] }

export const listWebAuthnCredentials =
  ({ callers, passkeys }: Pick<Services, 'callers' | 'passkeys'>) =>
  async ({ AccessToken, MaxResults, NextToken }: ListWebAuthnCredentialsInput): Promise<WireAnswer> => {
    const { user } = await callers.of(AccessToken)
    const all = passkeys.list(user.sub)
    const start =
      NextToken === undefined ? 0 : all.findIndex(({ credentialId }) => credentialId === NextToken) + 1
    if (NextToken !== undefined && start === 0) throw invalidParameter(openText.invalidNextToken)

    const end = start + (MaxResults || maxPasskeys)
    const last = all[end - 1]
    return {
      Credentials: all.slice(start, end).map(describe),
      ...(last && end < all.length && { NextToken: last.credentialId }),
    }
  }

const describe = (passkey: Passkey) => ({
  CredentialId: passkey.credentialId,
  FriendlyCredentialName: passkey.name,
  RelyingPartyId: passkey.relyingPartyId,
  ...(passkey.attachment && { AuthenticatorAttachment: passkey.attachment }),
  AuthenticatorTransports: passkey.transports,
  CreatedAt: passkey.createdAtMs / 1000,
})
