/**
 * Accounts and sessions, on the user pool's confidential client.
 *
 * All of these calls are unsigned: the client's secret hash stands for the
 * caller. The functions therefore need no permission on the pool.
 */
import { createHmac } from 'node:crypto'
import {
  type CodeDeliveryDetailsType,
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Body, Contract, Reply } from '@latchkey/core/contract'
import { userPoolClient } from '../links.ts'
import { type Operation, translate } from './translate.ts'

/**
 * Cognito has this long to connect and to answer. One attempt: these calls are
 * not safe to repeat, and the person can.
 */
const cognito = new CognitoIdentityProviderClient({
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 500, requestTimeout: 2500, throwOnRequestTimeout: true },
})

const client = userPoolClient()

/**
 * Creates an account that waits for its code.
 *
 * An address that belongs to somebody already is answered like a new one.
 */
export async function signUp({
  username,
  email,
  password,
}: Body<Contract['signUp']>): Promise<Reply<Contract['signUp']>> {
  const { CodeDeliveryDetails } = await attempt(
    'SignUp',
    cognito.send(
      new SignUpCommand({
        ClientId: client.id,
        SecretHash: secretHash(username),
        Username: username,
        Password: password,
        UserAttributes: [{ Name: 'email', Value: email }],
      }),
    ),
  )
  return { delivery: delivery(CodeDeliveryDetails) }
}

/** Takes the code from the message. A code that was used before counts as wrong. */
export async function confirm({
  username,
  code,
}: Body<Contract['confirm']>): Promise<Reply<Contract['confirm']>> {
  await attempt(
    'ConfirmSignUp',
    cognito.send(
      new ConfirmSignUpCommand({
        ClientId: client.id,
        SecretHash: secretHash(username),
        Username: username,
        ConfirmationCode: code,
      }),
    ),
  )
  return { confirmed: true }
}

/** Sends another code, and says that it did for a name that nobody has, too. */
export async function resendCode({
  username,
}: Body<Contract['resendCode']>): Promise<Reply<Contract['resendCode']>> {
  const { CodeDeliveryDetails } = await attempt(
    'ResendConfirmationCode',
    cognito.send(
      new ResendConfirmationCodeCommand({
        ClientId: client.id,
        SecretHash: secretHash(username),
        Username: username,
      }),
    ),
  )
  return { delivery: delivery(CodeDeliveryDetails) }
}

/** Exchanges a username or email address and a password for a session. */
export async function signIn({
  username,
  password,
}: Body<Contract['signIn']>): Promise<Reply<Contract['signIn']>> {
  const { AuthenticationResult, ChallengeName } = await attempt(
    'InitiateAuth',
    cognito.send(
      new InitiateAuthCommand({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: client.id,
        AuthParameters: { USERNAME: username, PASSWORD: password, SECRET_HASH: secretHash(username) },
      }),
    ),
  )
  const idToken = AuthenticationResult?.IdToken
  if (!idToken) throw new Error(`Cognito asks for ${ChallengeName}, which no route answers.`)
  return { idToken, expiresAt: expiryOf(idToken) }
}

/** Read from the token, which has just come from Cognito: `ExpiresIn` is about the access token. */
function expiryOf(token: string): string {
  const { exp } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
  return new Date(exp * 1000).toISOString()
}

async function attempt<T>(operation: Operation, call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    throw translate(error, operation)
  }
}

/** Base64 of HMAC-SHA256 over username and client id. Source: Cognito's guide, "Computing secret hash values". */
const secretHash = (username: string) =>
  createHmac('sha256', client.secret)
    .update(username + client.id)
    .digest('base64')

function delivery(details: CodeDeliveryDetailsType | undefined) {
  if (!details?.Destination)
    throw new Error('Cognito sent no code: is the email attribute verified automatically?')
  return { medium: 'email' as const, destination: details.Destination }
}
