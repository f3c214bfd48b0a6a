import type { IncomingMessage, ServerResponse } from 'node:http'
import type { JSONWebKeySet } from 'jose'
import type { Clock } from '../clock.ts'
import type { Api } from '../config/model.ts'
import type { Invocation } from '../lambda/invocation.ts'

export type GatewayOptions<Kind extends Api = Api> = {
  api: Kind
  region: string
  accountId: string
  /** Runs a function. */
  invoke: (functionId: string, event: unknown) => Promise<Invocation>
  /** Keys of a pool, from its configured JWKS only. */
  jwks: (userPoolId: string) => Promise<JSONWebKeySet>
  issuer: (userPoolId: string) => string
  clock?: Clock
  /**
   * The reason for an error of the 5xx kind that the gateway gave by itself: a
   * result that is no proxy result, keys that could not be fetched, or a fault
   * of the runtime.
   */
  onError?: (error: unknown) => void
}

/**
 * Answers one request, and never rejects. `path` is the path on the API's own
 * domain, its stage included (`/dev/sign-in`), as it came and without the query
 * string, which is read from `request.url`.
 */
export type Gateway = (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void>
