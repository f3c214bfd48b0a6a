/**
 * An API Gateway REST API whose routes are Lambda proxy integrations.
 *
 * A request passes what AWS puts in its way, in this order: size of headers,
 * resource and method, throttle, authorizer, size of body, request model. What
 * stops it answers in API Gateway's own words, never in the function's.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import inspector from 'node:inspector'
import type { JSONWebKeySet } from 'jose'
import { type Clock, systemClock } from '../clock.ts'
import type { RestApi, RestRoute } from '../config/model.ts'
import type { Invocation } from '../lambda/invocation.ts'
import { type Authorizer, createAuthorizer } from './authorizer.ts'
import { createBodyValidator } from './body-validator.ts'
import { GatewayError } from './gateway-error.ts'
import { createKeyStore } from './key-store.ts'
import { proxyEvent, traceIdOf } from './proxy-event.ts'
import { type ProxyResponse, proxyResponse } from './proxy-result.ts'
import { ClientGone, readBody, refuseLargeHeaders } from './request-limits.ts'
import { createResourceTree } from './resource-tree.ts'
import { createThrottle } from './throttle.ts'

export type GatewayOptions = {
  api: RestApi
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
 * Answers one request, and never rejects. `path` is the path behind the stage
 * (`/sign-in`), as it came and without the query string, which is read from
 * `request.url`.
 */
export type Gateway = (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void>

const integrationTimeoutMs = 29_000

export function createGateway(options: GatewayOptions): Gateway {
  const { api, clock = systemClock, onError = console.error } = options
  const find = createResourceTree(api.routes)
  const keys = createKeyStore(options.jwks, clock)
  const authorizer = createAuthorizer({ keys, issuer: options.issuer, clock })
  const guards = new Map(api.routes.map(route => [route, createGuards(route, authorizer, clock)]))

  async function answer(request: IncomingMessage, path: string, ids: RequestIds): Promise<ProxyResponse> {
    refuseLargeHeaders(request)
    const match = find(request.method ?? '', path)
    const guard = match && guards.get(match.route)
    if (!match || !guard) throw noSuchMethod(request.headers.authorization)

    const { route } = match
    if (guard.isThrottled()) throw new GatewayError('throttled')
    const claims = await guard.authorize?.(request)
    const body = (await readBody(request)).toString('utf8')
    guard.validateBody(request.headers['content-type'], body)

    const event = proxyEvent({
      ...options,
      ...match,
      ...ids,
      request,
      path,
      body,
      claims,
      nowMs: clock.now(),
    })
    return integrationResponse(await withinTimeout(options.invoke(route.functionId, event)))
  }

  return async (request, response, path) => {
    const ids = newIds(request, clock)
    try {
      write(request, response, ids, await answer(request, path, ids))
    } catch (error) {
      if (error instanceof ClientGone) return
      const failure = error instanceof GatewayError ? error : new GatewayError('internal', { cause: error })
      if (failure.response.status >= 500 && failure.cause !== undefined) onError(failure.cause)
      write(request, response, ids, gatewayResponse(failure))
    }
  }
}

function createGuards(route: RestRoute, authorizer: Authorizer, clock: Clock) {
  const take = route.throttle && createThrottle(route.throttle, clock)
  return {
    authorize: route.authorization.type === 'NONE' ? undefined : authorizer(route.authorization),
    isThrottled: () => take !== undefined && !take(),
    validateBody: createBodyValidator(route),
  }
}

type RequestIds = { requestId: string; extendedRequestId: string; traceId: string }

function newIds(request: IncomingMessage, clock: Clock): RequestIds {
  return {
    requestId: randomUUID(),
    extendedRequestId: `${randomBytes(11).toString('base64url').slice(0, 15)}=`,
    traceId: traceIdOf(request, clock.now()),
  }
}

/**
 * AWS takes an unknown path or method for a call signed with IAM, and says
 * what is wrong with the signature. A bearer token is then a bad signature. It
 * is repeated only as a hash.
 */
function noSuchMethod(authorization: string | undefined): GatewayError {
  if (authorization === undefined || authorization.startsWith('AWS4-')) {
    return new GatewayError('missingAuthenticationToken')
  }
  const hash = createHash('sha256').update(authorization).digest('base64')
  const message = `Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '${hash}'.`
  return new GatewayError({
    status: 403,
    errorType: 'IncompleteSignatureException',
    body: JSON.stringify({ message }),
  })
}

async function withinTimeout(invocation: Promise<Invocation>): Promise<Invocation> {
  const { promise: timeout, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    // Somebody may be standing at a breakpoint inside the function: it may then take as long as it likes.
    if (inspector.url() === undefined) reject(new GatewayError('integrationTimeout'))
  }, integrationTimeoutMs)
  try {
    return await Promise.race([invocation, timeout])
  } finally {
    clearTimeout(timer)
  }
}

function integrationResponse(invocation: Invocation): ProxyResponse {
  if (invocation.ok) return proxyResponse(invocation.payload)
  // The body fits the gateway's limit but not Lambda's, which is lower.
  const isTooLarge = invocation.errorType === 'RequestTooLargeException'
  throw new GatewayError(isTooLarge ? 'requestTooLarge' : 'badIntegrationResponse')
}

function gatewayResponse({ response }: GatewayError): ProxyResponse {
  const headers = new Map([
    ['Content-Type', ['application/json']],
    ['x-amzn-ErrorType', [response.errorType]],
  ])
  return { statusCode: response.status, headers, body: response.body }
}

function write(
  request: IncomingMessage,
  response: ServerResponse,
  ids: RequestIds,
  { statusCode, headers, body }: ProxyResponse,
) {
  response.statusCode = statusCode
  for (const [name, values] of headers) response.setHeader(name, values)
  response.setHeader('x-amzn-RequestId', ids.requestId)
  response.setHeader('x-amz-apigw-id', ids.extendedRequestId)
  response.setHeader('X-Amzn-Trace-Id', ids.traceId)
  response.end(request.method === 'HEAD' ? undefined : body)
}
