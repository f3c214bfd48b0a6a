/**
 * What people call their passkeys. Cognito names a passkey after its maker and
 * keeps no other name, so these stand in an attribute of the user.
 *
 * An attribute that the client can read is in the ID token as well. The names
 * tell its owner nothing new, and the token goes nowhere but to their own page;
 * what they cost is length, which the rule for a name keeps within bounds. Only
 * a function at every sign-in and refresh could leave the attribute out.
 */
import { UpdateUserAttributesCommand } from '@aws-sdk/client-cognito-identity-provider'
import { PasskeyName } from '@latchkey/core/rules/passkey'
import * as v from 'valibot'
import { send } from './client.ts'

export const attributeName = 'custom:passkey_names'

/** By the beginning of the passkey's id, which is long enough to tell twenty apart. */
export type PasskeyNames = ReadonlyMap<string, string>

export const keyOf = (credentialId: string) => credentialId.slice(0, 12)

/** Owners can write what they like there, by the access token in their browser: what is not ours is no names. */
export function readNames(value: string | undefined): PasskeyNames {
  const { success, output } = v.safeParse(v.record(v.string(), PasskeyName), parsed(value))
  return new Map(success ? Object.entries(output) : [])
}

export async function keepNames(accessToken: string, names: PasskeyNames): Promise<void> {
  await send(
    'UpdateUserAttributes',
    new UpdateUserAttributesCommand({
      AccessToken: accessToken,
      UserAttributes: [{ Name: attributeName, Value: written(names) }],
    }),
  )
}

/** Without names it is empty, by which Cognito removes the attribute. */
const written = (names: PasskeyNames) => (names.size === 0 ? '' : JSON.stringify(Object.fromEntries(names)))

function parsed(value: string | undefined): unknown {
  try {
    return JSON.parse(value ?? '')
  } catch {
    return undefined
  }
}
