/**
 * The user pool's confidential client.
 *
 * All calls are unsigned: the secret hash stands for the client, an access
 * token for the user. The functions therefore need no permission on the pool.
 */
import { createHmac } from 'node:crypto'
import {
  CognitoIdentityProviderClient,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from '@aws-sdk/client-cognito-identity-provider'
import { userPoolClient } from '../links.ts'
import { attemptMs, backOff, budget, mayRepeat } from './budget.ts'
import { failureOf, type Operation, translate } from './translate.ts'
import { UnreadableAnswer } from './unreadable-answer.ts'

/** The SDK's own retries would repeat what is not safe to repeat, and ask again where a limit is exceeded. */
const cognito = new CognitoIdentityProviderClient({
  maxAttempts: 1,
  requestHandler: { connectionTimeout: budget.connectMs },
})

export const client = userPoolClient()

/** Base64 of HMAC-SHA256 over username and client id. Source: Cognito's guide, "Computing secret hash values". */
export const secretHash = (username: string) =>
  createHmac('sha256', client.secret)
    .update(username + client.id)
    .digest('base64')

type Command<Input extends ServiceInputTypes, Output extends ServiceOutputTypes> = Parameters<
  typeof cognito.send<Input, Output>
>[0]

/** Sends a command, and once more where that is safe; its failures come out as the SDK has them. */
export const send = <Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
  operation: Operation,
  command: Command<Input, Output>,
): Promise<Output> => repeating(operation, () => sendOnce(command))

/** Does what an operation needs, and once more where that is safe: then the first attempt may have had its effect. */
export async function repeating<T>(
  operation: Operation,
  work: (isRepeated: boolean) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(attempt > 1)
    } catch (error) {
      if (attempt === budget.attempts || !mayRepeat(operation, failureOf(error))) throw error
    }
    await backOff()
  }
}

export async function sendOnce<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
  command: Command<Input, Output>,
): Promise<Output> {
  // Until the last byte of the answer: the SDK's own limit ends where the answer begins.
  const abortSignal = AbortSignal.timeout(attemptMs())
  try {
    return await cognito.send(command, { abortSignal })
  } catch (error) {
    if (abortSignal.aborted) throw abortSignal.reason
    // Its message has a piece of the answer in it.
    throw error instanceof SyntaxError ? new UnreadableAnswer() : error
  }
}

/** Sends a command; its failures come out as `AppError`, but for bugs of ours. */
export const attempt = <Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
  operation: Operation,
  command: Command<Input, Output>,
): Promise<Output> => translated(operation, send(operation, command))

/** What came of `send`, with failures as `attempt` has them. */
export async function translated<T>(operation: Operation, sent: Promise<T>): Promise<T> {
  try {
    return await sent
  } catch (error) {
    throw translate(error, operation)
  }
}
