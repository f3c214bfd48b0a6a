/** New accounts, and the codes that prove their addresses. */
import {
  type CodeDeliveryDetailsType,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  NotAuthorizedException,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Body, Reply } from '@latchkey/core/endpoint'
import type * as rows from '@latchkey/core/routes/registration'
import { attempt, client, secretHash, send, translated } from './client.ts'
import { type Tokens, tokensOf } from './tokens.ts'

/**
 * Creates an account that waits for its code. Cognito's session of the sign-up
 * is for the browser that it came from.
 *
 * An address that belongs to somebody already is answered like a new one.
 */
export async function signUp({
  username,
  email,
  password,
}: Body<typeof rows.signUp>): Promise<Reply<typeof rows.signUp> & { session: string | undefined }> {
  const { CodeDeliveryDetails, Session: session } = await attempt(
    'SignUp',
    new SignUpCommand({
      ClientId: client.id,
      SecretHash: secretHash(username),
      Username: username,
      Password: password,
      UserAttributes: [{ Name: 'email', Value: email }],
    }),
  )
  return { delivery: deliveryOf(CodeDeliveryDetails), session }
}

/**
 * Takes the code from the message. A code that was used before counts as wrong.
 *
 * With the session of the sign-up it signs in too. Where that does not work the
 * account is confirmed all the same, and there are no tokens; what went wrong
 * is the `problem`.
 */
export async function confirm(
  body: Body<typeof rows.confirm>,
  session: string | undefined,
): Promise<{ tokens?: Tokens | undefined; problem?: unknown }> {
  if (session === undefined) {
    await translated('ConfirmSignUp', confirmSignUp(body))
    return {}
  }
  const confirmed = await confirmWithSession(body, session)
  return confirmed === undefined ? {} : signInConfirmed(body.username, confirmed)
}

const confirmSignUp = ({ username, code }: Body<typeof rows.confirm>, session?: string) =>
  send(
    'ConfirmSignUp',
    new ConfirmSignUpCommand({
      ClientId: client.id,
      SecretHash: secretHash(username),
      Username: username,
      ConfirmationCode: code,
      Session: session,
    }),
  )

/** Gives the session that the sign-up has come to, if Cognito still takes the one that it began with. */
async function confirmWithSession(body: Body<typeof rows.confirm>, session: string) {
  try {
    const { Session } = await confirmSignUp(body, session)
    return Session
  } catch (error) {
    // The session, or the account, which may be confirmed already. Without the session it shows which.
    const isRefused = error instanceof NotAuthorizedException
    await translated('ConfirmSignUp', isRefused ? confirmSignUp(body) : Promise.reject(error))
    return undefined
  }
}

/** No tokens where the pool asks for more: the person then signs in as on any other day. */
async function signInConfirmed(username: string, session: string) {
  try {
    const { AuthenticationResult } = await send(
      'InitiateAuth',
      new InitiateAuthCommand({
        AuthFlow: 'USER_AUTH',
        ClientId: client.id,
        AuthParameters: { USERNAME: username, SECRET_HASH: secretHash(username) },
        Session: session,
      }),
    )
    return { tokens: AuthenticationResult && tokensOf(AuthenticationResult) }
  } catch (problem) {
    return { problem }
  }
}

/** Sends another code, and says that it did for a name that nobody has, too. */
export async function resendCode({
  username,
}: Body<typeof rows.resendCode>): Promise<Reply<typeof rows.resendCode>> {
  const { CodeDeliveryDetails } = await attempt(
    'ResendConfirmationCode',
    new ResendConfirmationCodeCommand({
      ClientId: client.id,
      SecretHash: secretHash(username),
      Username: username,
    }),
  )
  return { delivery: deliveryOf(CodeDeliveryDetails) }
}

/** Where Cognito sent a code. */
export function deliveryOf(details: CodeDeliveryDetailsType | undefined) {
  if (!details?.Destination)
    throw new Error('Cognito sent no code: is the email attribute verified automatically?')
  return { medium: 'email' as const, destination: details.Destination }
}
