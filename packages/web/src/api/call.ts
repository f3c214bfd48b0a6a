/**
 * The only way to our API: one call for every row of the contract.
 *
 * A call resolves with the reply as the row describes it, or rejects with an
 * `AppError`. A caller's own cancellation is passed on as it is.
 */
import type { Body, Endpoint, Reply } from '@latchkey/core/contract'
import * as v from 'valibot'
import { refusalFrom, unreachable, unreadable } from './refusals.ts'

/** Our functions answer within eight seconds, a refusal included; after this nothing is to be expected. */
const patienceMs = 12_000

type Options = {
  /** For rows whose access is `session`. */
  idToken?: string
  signal?: AbortSignal
}

type Rest<E extends Endpoint> =
  Body<E> extends undefined ? [body?: undefined, options?: Options] : [body: Body<E>, options?: Options]

export async function call<E extends Endpoint>(endpoint: E, ...rest: Rest<E>): Promise<Reply<E>> {
  const [body, { idToken, signal } = {}] = rest
  const timeout = AbortSignal.timeout(patienceMs)

  try {
    const response = await fetch(`/api${endpoint.path}`, {
      method: endpoint.method,
      headers: {
        Accept: 'application/json',
        ...(body ? { 'Content-Type': 'application/json' } : {}),
        ...(idToken ? { Authorization: `Bearer ${idToken}` } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    })
    const text = await response.text()

    if (!response.ok) throw refusalFrom(response, text)
    return replyFrom(endpoint, text)
  } catch (error) {
    if (signal?.aborted) throw error
    throw unreachable(error)
  }
}

function replyFrom<E extends Endpoint>(endpoint: E, text: string): Reply<E> {
  try {
    return v.parse(endpoint.reply, JSON.parse(text)) as Reply<E>
  } catch (error) {
    throw unreadable(error)
  }
}
