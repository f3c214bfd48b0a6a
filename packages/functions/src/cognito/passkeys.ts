/** Passkeys of somebody who is signed in, and what they call them. */
import {
  CompleteWebAuthnRegistrationCommand,
  type CompleteWebAuthnRegistrationRequest,
  DeleteWebAuthnCredentialCommand,
  ListWebAuthnCredentialsCommand,
  ResourceNotFoundException,
  StartWebAuthnRegistrationCommand,
  type WebAuthnCredentialDescription,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Body, Reply } from '@latchkey/core/endpoint'
import type * as rows from '@latchkey/core/routes/account'
import { attempt, send, translated } from './client.ts'
import { orGone } from './gone.ts'
import { attributeName, keepNames, keyOf, type PasskeyNames, readNames } from './passkey-names.ts'
import { userOf } from './user.ts'

type Passkey = Reply<typeof rows.listPasskeys>['passkeys'][number]

/** Cognito's own limit, of a user as of a page. */
const pageSize = 20

/** Newest first. */
export async function listPasskeys(accessToken: string): Promise<Reply<typeof rows.listPasskeys>> {
  const [credentials, names] = await Promise.all([credentialsOf(accessToken), namesOf(accessToken)])
  const passkeys = credentials
    .toSorted((a, b) => Number(b.CreatedAt) - Number(a.CreatedAt))
    .map(credential => described(credential, names))
  return { passkeys }
}

/** What a browser makes a passkey with. */
export async function passkeyOptions(accessToken: string): Promise<Reply<typeof rows.passkeyOptions>> {
  const { CredentialCreationOptions: options } = await attempt(
    'StartWebAuthnRegistration',
    new StartWebAuthnRegistrationCommand({ AccessToken: accessToken }),
  )
  return { options: options as Reply<typeof rows.passkeyOptions>['options'] }
}

/** Keeps a passkey, then its name; gives what kept Cognito from the latter. */
export async function addPasskey(
  accessToken: string,
  { name, credential }: Body<typeof rows.addPasskey>,
): Promise<unknown> {
  await attempt(
    'CompleteWebAuthnRegistration',
    new CompleteWebAuthnRegistrationCommand({
      AccessToken: accessToken,
      Credential: credential as unknown as CompleteWebAuthnRegistrationRequest['Credential'],
    }),
  )
  return failureOf(addName(accessToken, credential.id, name))
}

/** Removes a passkey, which may be gone already, then its name; gives what kept Cognito from the latter. */
export async function removePasskey(accessToken: string, id: string): Promise<unknown> {
  const operation = 'DeleteWebAuthnCredential'
  const input = { AccessToken: accessToken, CredentialId: id }
  const deleting = send(operation, new DeleteWebAuthnCredentialCommand(input))
  await translated(
    operation,
    deleting.then(() => {}, orGone(ResourceNotFoundException)),
  )
  return failureOf(removeName(accessToken, id))
}

/** Names without a passkey go on the occasion: there is room for as many names as passkeys. */
async function addName(accessToken: string, id: string, name: string) {
  const [credentials, names] = await Promise.all([credentialsOf(accessToken), namesOf(accessToken)])
  const keys = new Set(credentials.map(({ CredentialId = '' }) => keyOf(CredentialId)))
  const inUse = [...names].filter(([key]) => keys.has(key))
  await keepNames(accessToken, new Map(inUse).set(keyOf(id), name))
}

async function removeName(accessToken: string, id: string) {
  const names = new Map(await namesOf(accessToken))
  if (names.delete(keyOf(id))) await keepNames(accessToken, names)
}

/** A passkey works, and is gone, whatever becomes of its name. */
const failureOf = (call: Promise<void>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  )

async function credentialsOf(accessToken: string): Promise<WebAuthnCredentialDescription[]> {
  const credentials: WebAuthnCredentialDescription[] = []
  let token: string | undefined
  do {
    const page = await attempt(
      'ListWebAuthnCredentials',
      new ListWebAuthnCredentialsCommand({
        AccessToken: accessToken,
        MaxResults: pageSize,
        NextToken: token,
      }),
    )
    credentials.push(...(page.Credentials ?? []))
    token = page.NextToken
  } while (token)
  return credentials
}

const namesOf = async (accessToken: string) => readNames((await userOf(accessToken)).attribute(attributeName))

function described(credential: WebAuthnCredentialDescription, names: PasskeyNames): Passkey {
  const { CredentialId: id, CreatedAt: createdAt } = credential
  if (!id || !createdAt) throw new Error('Cognito told neither id nor age of a passkey.')
  const name = names.get(keyOf(id))
  return { id, ...(name && { name }), device: deviceOf(credential), createdAt: createdAt.toISOString() }
}

/**
 * Where a passkey is kept. A phone that was used from another device says that
 * it has it built in, which it has; that device says that it does not.
 */
function deviceOf({
  AuthenticatorAttachment: attachment,
  AuthenticatorTransports: transports = [],
}: WebAuthnCredentialDescription): Passkey['device'] {
  const has = (...names: string[]) => names.some(name => transports.includes(name))
  if (attachment === 'platform') return 'built-in'
  if (attachment !== 'cross-platform' && has('internal')) return 'built-in'
  if (has('hybrid')) return 'phone'
  return has('usb', 'nfc', 'ble') ? 'security-key' : 'unknown'
}
