/**
 * The only way to our API: one call for every row of the contract.
 *
 * A call resolves with the reply as the row describes it, or rejects with an
 * `AppError`. A caller's own cancellation is passed on as it is.
 */
import type { Body, Endpoint, Params, Reply } from '@latchkey/core/endpoint'
import * as v from 'valibot'
import { refusalFrom, unreachable, unreadable } from './refusals.ts'

/** Our functions answer within eight seconds, a refusal included; after this nothing is to be expected. */
const patienceMs = 12_000

/** What goes along with a call: what its row names, and for some rows the ID token. */
export type Input<E extends Endpoint> = { signal?: AbortSignal } & (Body<E> extends undefined
  ? unknown
  : { body: Body<E> }) &
  (Params<E> extends undefined ? unknown : { params: Params<E> })

type Sent = { body?: unknown; params?: Record<string, string>; signal?: AbortSignal }

export async function call<E extends Endpoint>(
  endpoint: E,
  input: Input<E>,
  idToken?: string,
): Promise<Reply<E>> {
  const { body, params = {}, signal }: Sent = input
  const timeout = AbortSignal.timeout(patienceMs)

  try {
    const response = await fetch(`/api${pathOf(endpoint, params)}`, {
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

const pathOf = ({ path }: Endpoint, params: Record<string, string>) =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))

function replyFrom<E extends Endpoint>({ reply }: E, text: string): Reply<E> {
  try {
    return (reply && v.parse(reply, JSON.parse(text))) as Reply<E>
  } catch (error) {
    throw unreadable(error)
  }
}
