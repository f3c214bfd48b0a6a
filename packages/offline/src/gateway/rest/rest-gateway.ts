/**
 * An API Gateway REST API whose routes are Lambda proxy or mock integrations.
 *
 * A request passes what AWS puts in its way, in this order: size of headers,
 * stage, resource and method, throttle, authorizer, size of body, required
 * parameters, request model. What stops it answers in API Gateway's own words,
 * or those that the API has for it, never in the function's.
 */
import { createHash, randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { type Clock, systemClock } from '../../clock.ts'
import type { ProxyIntegration, RestApi, RestRoute } from '../../config/model.ts'
import type { Invocation } from '../../lambda/invocation.ts'
import { type GatewayAnswer, writeAnswer } from '../gateway-answer.ts'
import type { Gateway, GatewayOptions } from '../gateway-options.ts'
import { IntegrationTimeout, withinTimeout } from '../integration-timeout.ts'
import { createKeyStore } from '../key-store.ts'
import { BodyTooLarge, ClientGone, headerBytes, headersLimitBytes, readBody } from '../request-limits.ts'
import { newShortId, requestTime, sourceIp, traceIdOf } from '../request-parts.ts'
import { createThrottle } from '../throttle.ts'
import { createTokenVerifier } from '../token-verifier.ts'
import { type Authorizer, createAuthorizer } from './cognito-authorizer.ts'
import type { Context } from './context-text.ts'
import { GatewayError, incompleteSignature } from './gateway-error.ts'
import { createGatewayResponses } from './gateway-responses.ts'
import { createBinaryTypes, firstAccepted } from './media-types.ts'
import { answerMock } from './mock-integration.ts'
import { proxyEvent } from './proxy-event.ts'
import { proxyResponse } from './proxy-result.ts'
import { createRequestValidator } from './request-validator.ts'
import { createResourceTree } from './resource-tree.ts'

export function createRestGateway(options: GatewayOptions<RestApi>): Gateway {
  const { api, invoke, clock = systemClock, onError = console.error } = options
  const find = createResourceTree(api.routes)
  const tokens = createTokenVerifier(createKeyStore(options.jwks, clock))
  const authorizer = createAuthorizer({ tokens, issuer: options.issuer, clock })
  const guards = new Map(api.routes.map(route => [route, createGuards(route, authorizer, clock)]))
  const isBinary = createBinaryTypes(api.binaryMediaTypes)
  const gatewayResponse = createGatewayResponses(api)

  async function answer(request: IncomingMessage, fullPath: string, ids: RequestIds): Promise<GatewayAnswer> {
    if (headerBytes(request) > headersLimitBytes) throw new GatewayError('headersTooLarge')
    const path = pathBehindStage(fullPath, api.stage)
    const match = find(request.method ?? '', path)
    const guard = match && guards.get(match.route)
    if (!match || !guard) throw noSuchMethod(request.headers.authorization)

    if (!guard.takeToken()) throw new GatewayError('throttled')
    const claims = await guard.authorize?.(request)
    const bytes = await readBody(request)
    const body = bytes.toString('utf8')
    guard.validate({ request, pathParameters: match.pathParameters, body })

    const { integration } = match.route
    if (integration.type === 'MOCK') {
      return answerMock(integration, request, body, contextOf(request, fullPath, ids))
    }
    const isBase64Encoded = bytes.length > 0 && isBinary(request.headers['content-type'])
    const event = proxyEvent({
      ...options,
      ...match,
      ...ids,
      request,
      path,
      body: { text: isBase64Encoded ? bytes.toString('base64') : body, isBase64Encoded },
      claims,
    })
    return proxyResponse(await run(integration, event), isBinary(firstAccepted(request.headers.accept)))
  }

  /** What the function returned. */
  async function run({ functionId, timeoutMs }: ProxyIntegration, event: unknown): Promise<unknown> {
    const invocation: Invocation = await withinTimeout(invoke(functionId, event), timeoutMs)
    if (invocation.ok) return invocation.payload
    // The body fits the gateway's limit but not Lambda's, which is lower.
    const isTooLarge = invocation.errorType === 'RequestTooLargeException'
    throw new GatewayError(isTooLarge ? 'requestTooLarge' : 'badIntegrationResponse')
  }

  function contextOf(request: IncomingMessage, path: string, ids: RequestIds): Context {
    return {
      apiId: api.apiId,
      extendedRequestId: ids.extendedRequestId,
      httpMethod: request.method ?? '',
      'identity.sourceIp': sourceIp(request),
      path,
      requestId: ids.requestId,
      requestTime: requestTime(ids.nowMs),
      requestTimeEpoch: String(ids.nowMs),
      stage: api.stage,
    }
  }

  return async (request, response, path) => {
    const ids = newIds(request, clock)
    const own = {
      'x-amzn-RequestId': ids.requestId,
      'x-amz-apigw-id': ids.extendedRequestId,
      'X-Amzn-Trace-Id': ids.traceId,
    }
    try {
      writeAnswer(response, await answer(request, path, ids), own)
    } catch (error) {
      if (error instanceof ClientGone) return
      const { refusal, cause } = gatewayErrorOf(error)
      if (refusal.status >= 500 && cause !== undefined) onError(cause)
      writeAnswer(response, gatewayResponse(refusal, request, contextOf(request, path, ids)), own)
    }
  }
}

function createGuards(route: RestRoute, authorizer: Authorizer, clock: Clock) {
  return {
    takeToken: createThrottle(route.throttle, clock),
    authorize: route.authorization.type === 'NONE' ? undefined : authorizer(route.authorization),
    validate: createRequestValidator(route),
  }
}

type RequestIds = { requestId: string; extendedRequestId: string; traceId: string; nowMs: number }

function newIds(request: IncomingMessage, clock: Clock): RequestIds {
  const nowMs = clock.now()
  return {
    requestId: randomUUID(),
    extendedRequestId: newShortId(),
    traceId: traceIdOf(request, nowMs),
    nowMs,
  }
}

/** `/` for the stage alone. */
function pathBehindStage(path: string, stage: string): string {
  const prefix = `/${stage}`
  if (path === prefix) return '/'
  if (!path.startsWith(`${prefix}/`)) throw new GatewayError('noStage')
  return path.slice(prefix.length)
}

function noSuchMethod(authorization: string | undefined): GatewayError {
  if (authorization === undefined || authorization.startsWith('AWS4-')) {
    return new GatewayError('missingAuthenticationToken')
  }
  return incompleteSignature(createHash('sha256').update(authorization).digest('base64'))
}

function gatewayErrorOf(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error
  if (error instanceof BodyTooLarge) return new GatewayError('requestTooLarge')
  if (error instanceof IntegrationTimeout) return new GatewayError('integrationTimeout')
  return new GatewayError('internal', { cause: error })
}
