/**
 * The user pool's confidential client.
 *
 * All calls are unsigned: the secret hash stands for the client, an access
 * token for the user. The functions therefore need no permission on the pool.
 */
import { createHmac } from 'node:crypto'
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import { userPoolClient } from '../links.ts'
import { type Operation, translate } from './translate.ts'

/**
 * Cognito has this long to connect and to answer. One attempt: these calls are
 * not safe to repeat, and the person can.
 */
export const cognito = new CognitoIdentityProviderClient({
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 500, requestTimeout: 2500, throwOnRequestTimeout: true },
})

export const client = userPoolClient()

/** Base64 of HMAC-SHA256 over username and client id. Source: Cognito's guide, "Computing secret hash values". */
export const secretHash = (username: string) =>
  createHmac('sha256', client.secret)
    .update(username + client.id)
    .digest('base64')

/** Waits for a call of Cognito; its failures come out as `AppError`, but for bugs of ours. */
export async function attempt<T>(operation: Operation, call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    throw translate(error, operation)
  }
}
