/**
 * The way back in for who has forgotten the password.
 *
 * Cognito answers for a name that nobody has as if a code had gone out. What
 * it still gives away, the address that it names and accounts that cannot be
 * recovered, is made alike here.
 */
import {
  CodeDeliveryFailureException,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  InvalidLambdaResponseException,
  InvalidParameterException,
  NotAuthorizedException,
  UnexpectedLambdaException,
  UserLambdaValidationException,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Body, Reply } from '@latchkey/core/endpoint'
import type * as rows from '@latchkey/core/routes/recovery'
import { attempt, client, secretHash, send, translated } from './client.ts'
import { keyedDigest } from './keyed-digest.ts'
import { masked, maskedAddress } from './masked-address.ts'
import { deliveryOf } from './registration.ts'

type Sent = { body: Reply<typeof rows.forgotPassword>; problem?: unknown }

/**
 * What would tell something of an account: that there is none, what state it is
 * in, that it has no verified address, or that no mail gets there or could be
 * written, for which the pool asks a function.
 */
const refusals = [
  UserNotFoundException,
  NotAuthorizedException,
  InvalidParameterException,
  CodeDeliveryFailureException,
  UserLambdaValidationException,
  UnexpectedLambdaException,
  InvalidLambdaResponseException,
]

/**
 * Sends a code to the verified address of the account. That there is none, or
 * that it failed, is a `problem` and not told.
 */
export async function forgotPassword({ username }: Body<typeof rows.forgotPassword>): Promise<Sent> {
  const sending = send(
    'ForgotPassword',
    new ForgotPasswordCommand({
      ClientId: client.id,
      SecretHash: secretHash(username),
      Username: username,
    }),
  )
  const told = sending.then(
    ({ CodeDeliveryDetails }): Sent => ({
      body: { delivery: deliveryToAddress(username) ?? deliveryOf(CodeDeliveryDetails) },
    }),
    (problem: unknown): Sent => {
      if (!refusals.some(Refusal => problem instanceof Refusal)) throw problem
      return { body: { delivery: deliveryToAddress(username) ?? deliveryToNobody(username) }, problem }
    },
  )
  return translated('ForgotPassword', told)
}

/** Takes the code from the message and sets the password. */
export async function resetPassword({
  username,
  code,
  password,
}: Body<typeof rows.resetPassword>): Promise<void> {
  await attempt(
    'ConfirmForgotPassword',
    new ConfirmForgotPasswordCommand({
      ClientId: client.id,
      SecretHash: secretHash(username),
      Username: username,
      ConfirmationCode: code,
      Password: password,
    }),
  )
}

/**
 * For who gave an address: that address, masked as Cognito masks it. Cognito
 * names another one where nobody has it, which would tell that nobody does.
 */
const deliveryToAddress = (name: string) => (name.includes('@') ? delivery(maskedAddress(name)) : undefined)

/**
 * For a name whose account cannot be recovered: always the same for one name,
 * as Cognito has it for names that nobody has.
 */
function deliveryToNobody(name: string) {
  const digest = keyedDigest('delivery', name.toLowerCase())
  const [local, domain] = [...digest.subarray(0, 2)].map(byte => String.fromCharCode(97 + (byte % 26)))
  return delivery(masked(local, domain))
}

const delivery = (destination: string) => ({ medium: 'email' as const, destination })
