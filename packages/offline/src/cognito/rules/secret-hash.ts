/**
 * The proof of a confidential client: Base64(HMAC-SHA256(secret, username + client id)).
 * https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash
 *
 * The username is hashed as the caller sent it, alias or not.
 */
import { createHmac } from 'node:crypto'
import type { Client } from '../client.ts'
import { notAuthorized } from './failures.ts'
import { openText } from './open-texts.ts'
import { isSameText } from './same-text.ts'

/** Passes for a client without a secret, whatever was sent. */
export function checkSecretHash(client: Client, username: string, sent: string | undefined) {
  if (client.secret === undefined) return
  if (sent === undefined) throw notAuthorized(openText.secretHashMissing(client.id))

  if (!isSecretHash(client, username, sent)) {
    throw notAuthorized(`Unable to verify secret hash for client ${client.id}`)
  }
}

/** True for a client without a secret. */
export function isSecretHash({ id, secret }: Client, username: string, sent: string | undefined) {
  if (secret === undefined) return true
  const expected = createHmac('sha256', secret)
    .update(username + id)
    .digest('base64')
  return sent !== undefined && isSameText(sent, expected)
}

/** For the operations that take the secret itself. True for a client without one. */
export function isClientSecret({ secret }: Client, sent: string | undefined) {
  return secret === undefined || (sent !== undefined && isSameText(sent, secret))
}
