/**
 * An API Gateway HTTP API whose routes are Lambda integrations of format 2.0.
 *
 * A request passes what AWS puts in its way, in this order: size of request
 * line and headers, stage, route, throttle, authorizer, size of body. A
 * preflight request is answered here where the API has CORS; one that falls to
 * a route with an authorizer (`ANY`, `$default`) is still held up by it, which
 * on AWS takes an `OPTIONS` route of its own to mend.
 */
import type { IncomingMessage } from 'node:http'
import { systemClock } from '../../clock.ts'
import type { HttpApi, HttpRoute } from '../../config/model.ts'
import { type GatewayAnswer, writeAnswer } from '../gateway-answer.ts'
import type { Gateway, GatewayOptions } from '../gateway-options.ts'
import { IntegrationTimeout, withinTimeout } from '../integration-timeout.ts'
import { createKeyStore } from '../key-store.ts'
import { BodyTooLarge, ClientGone, headerBytes, headersLimitBytes, readBody } from '../request-limits.ts'
import { newShortId, traceIdOf } from '../request-parts.ts'
import { createThrottle } from '../throttle.ts'
import { createTokenVerifier } from '../token-verifier.ts'
import { isPreflight, preflightAnswer, withCors } from './cors.ts'
import { HttpError } from './http-error.ts'
import { httpEvent } from './http-event.ts'
import { httpResponse } from './http-result.ts'
import { authorize } from './jwt-authorizer.ts'
import { createRouteTable } from './route-table.ts'

export function createHttpGateway(options: GatewayOptions<HttpApi>): Gateway {
  const { api, invoke, issuer, clock = systemClock, onError = console.error } = options
  const find = createRouteTable(api.routes)
  const tokens = createTokenVerifier(createKeyStore(options.jwks, clock))
  const throttles = new Map(api.routes.map(route => [route, createThrottle(route.throttle, clock)]))

  async function answer(
    request: IncomingMessage,
    rawPath: string,
    requestId: string,
  ): Promise<GatewayAnswer> {
    if (requestLineBytes(request) + headerBytes(request) > headersLimitBytes) {
      throw new HttpError('headersTooLarge')
    }
    const path = decodedPath(rawPath)
    const match = find(request.method ?? '', pathBehindStage(path, api.stage))
    if (match && throttles.get(match.route)?.() === false) throw new HttpError('throttled')
    const claims = match && (await claimsOf(match.route, request))
    if (api.cors && isPreflight(request)) return preflightAnswer(api.cors, request)
    if (!match) throw new HttpError('notFound')

    const event = httpEvent({
      ...options,
      ...match,
      request,
      path,
      body: await readBody(request),
      claims,
      requestId,
      traceId: traceIdOf(request, clock.now()),
      nowMs: clock.now(),
    })
    return withOwnCors(httpResponse(await run(match.route, event)), request)
  }

  async function claimsOf({ authorization }: HttpRoute, request: IncomingMessage) {
    return authorization.type === 'JWT'
      ? authorize(authorization, request, { tokens, issuer, clock })
      : undefined
  }

  function withOwnCors(answered: GatewayAnswer, request: IncomingMessage): GatewayAnswer {
    return api.cors ? withCors(answered, api.cors, request) : answered
  }

  /** What the function returned. */
  async function run({ functionId, timeoutMs }: HttpRoute, event: unknown): Promise<unknown> {
    const invocation = await withinTimeout(invoke(functionId, event), timeoutMs)
    if (invocation.ok) return invocation.payload
    // The body fits the gateway's limit but not Lambda's, which is lower.
    throw new HttpError(invocation.errorType === 'RequestTooLargeException' ? 'requestTooLarge' : 'internal')
  }

  return async (request, response, path) => {
    const requestId = newShortId()
    const own = { 'apigw-requestid': requestId }
    try {
      writeAnswer(response, await answer(request, path, requestId), own)
    } catch (error) {
      if (error instanceof ClientGone) return
      const failure = httpErrorOf(error)
      if (failure.status >= 500 && failure.cause !== undefined) onError(failure.cause)
      writeAnswer(response, withOwnCors(refused(failure), request), own)
    }
  }
}

/** `GET /notes HTTP/1.1` */
const requestLineBytes = ({ method = '', url = '', httpVersion }: IncomingMessage) =>
  `${method} ${url} HTTP/${httpVersion}`.length

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    throw new HttpError('badRequest')
  }
}

function pathBehindStage(path: string, stage: string): string {
  if (stage === '$default') return path
  const prefix = `/${stage}`
  if (path === prefix) return '/'
  if (!path.startsWith(`${prefix}/`)) throw new HttpError('notFound')
  return path.slice(prefix.length)
}

function refused({ status, body, challenge }: HttpError): GatewayAnswer {
  const headers = new Map([['content-type', ['application/json']]])
  if (challenge) headers.set('www-authenticate', [challenge])
  return { statusCode: status, headers, body }
}

function httpErrorOf(error: unknown): HttpError {
  if (error instanceof HttpError) return error
  if (error instanceof BodyTooLarge) return new HttpError('requestTooLarge')
  if (error instanceof IntegrationTimeout) return new HttpError('integrationTimeout')
  return new HttpError('internal', { cause: error })
}
