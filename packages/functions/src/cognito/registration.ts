/** New accounts, and the codes that prove their addresses. */
import {
  type CodeDeliveryDetailsType,
  CodeDeliveryFailureException,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  InvalidParameterException,
  NotAuthorizedException,
  ResendConfirmationCodeCommand,
  SignUpCommand,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Body, Reply } from '@latchkey/core/endpoint'
import type * as rows from '@latchkey/core/routes/registration'
import { client, secretHash, send, translated } from './client.ts'
import { maskedAddress } from './masked-address.ts'
import { type Tokens, tokensOf } from './tokens.ts'
import { isConfirmedAlready } from './translate.ts'

type SignedUp = { body: Reply<typeof rows.signUp>; session?: string | undefined; problem?: unknown }

/**
 * Creates an account that waits for its code. Cognito's session of the sign-up
 * is for the browser that it came from.
 *
 * An address that belongs to somebody already is answered like a new one. That
 * the code could not be sent is a `problem`: the account is there, and a new
 * code can be asked for.
 *
 * With `isRepeated` the same sign-up has been sent before, and what came of it
 * is not known: then the username may be taken by it.
 */
export async function signUp(
  { username, email, password }: Body<typeof rows.signUp>,
  isRepeated: boolean,
): Promise<SignedUp> {
  const signingUp = send(
    'SignUp',
    new SignUpCommand({
      ClientId: client.id,
      SecretHash: secretHash(username),
      Username: username,
      Password: password,
      UserAttributes: [{ Name: 'email', Value: email }],
    }),
  )
  const signedUp = signingUp.then(
    ({ CodeDeliveryDetails, Session: session }): SignedUp => ({
      body: { delivery: deliveryOf(CodeDeliveryDetails) },
      session,
    }),
    (problem: unknown): SignedUp | Promise<SignedUp> => {
      if (problem instanceof CodeDeliveryFailureException) return { body: {}, problem }
      if (isRepeated && problem instanceof UsernameExistsException) return takeUp(username, email, problem)
      throw problem
    },
  )
  return translated('SignUp', signedUp)
}

/**
 * Goes on with an account that an earlier attempt has made, as far as can be
 * told: it waits for a code, which goes to this address. Otherwise it is
 * somebody else's, and the username is taken.
 */
async function takeUp(username: string, email: string, taken: UsernameExistsException): Promise<SignedUp> {
  const resending = sendCode(username).catch((error: unknown) => {
    const needsNone = error instanceof InvalidParameterException || error instanceof NotAuthorizedException
    if (!needsNone) throw error
  })
  const sent = await translated('ResendConfirmationCode', resending)
  if (sent?.delivery.destination.toLowerCase() !== maskedAddress(email).toLowerCase()) throw taken
  return { body: sent }
}

/** A sign-up that was begun in this browser, with Cognito's session of it where there is one. */
export type BegunSignUp = { session?: string | undefined }

/**
 * Takes the code from the message. A code that was used before counts as wrong,
 * but for who has begun the sign-up: they are confirmed, and may not have been
 * told so.
 *
 * With the session of the sign-up it signs in too. Where that does not work the
 * account is confirmed all the same, and there are no tokens; what went wrong
 * is the `problem`.
 */
export async function confirm(
  body: Body<typeof rows.confirm>,
  begun: BegunSignUp | undefined,
): Promise<{ tokens?: Tokens | undefined; problem?: unknown }> {
  if (begun === undefined) {
    await translated('ConfirmSignUp', confirmSignUp(body))
    return {}
  }
  const confirmed = await translated('ConfirmSignUp', confirmBegun(body, begun))
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
async function confirmBegun(
  body: Body<typeof rows.confirm>,
  { session }: BegunSignUp,
): Promise<string | undefined> {
  try {
    const { Session } = await confirmSignUp(body, session)
    return session && Session
  } catch (error) {
    if (!(error instanceof NotAuthorizedException)) throw error
    if (isConfirmedAlready(error)) return undefined
    // The session, or the account. Without the session it shows which.
    if (session === undefined) throw error
    return confirmBegun(body, {})
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
export const resendCode = ({
  username,
}: Body<typeof rows.resendCode>): Promise<Reply<typeof rows.resendCode>> =>
  translated('ResendConfirmationCode', sendCode(username))

async function sendCode(username: string): Promise<Reply<typeof rows.resendCode>> {
  const { CodeDeliveryDetails } = await send(
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
