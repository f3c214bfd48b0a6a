/**
 * CloudFront in front of a site's bucket and its APIs: cache behaviors, the
 * routing function, compression and response headers, as the graph has them.
 *
 * Nothing is cached, so that what is shown is what is there. A request counts
 * as one over TLS, which is what a browser takes localhost for.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { CacheBehavior, Distribution, ResponseHeaders } from '../config/model.ts'
import type { Gateway } from '../gateway/gateway-options.ts'
import { pathOf, type RequestEvent, reportAnswer } from '../local-server.ts'
import type { BucketOrigin } from './bucket.ts'
import { compress } from './compression.ts'
import { type EdgeResponse, forward, viewerRequestEvent } from './edge-event.ts'
import { createEdgeFunction, type EdgeHandler, type EdgeOutcome } from './edge-function.ts'
import { keepAnswer, type OriginAnswer } from './origin-answer.ts'

export type DistributionOptions = {
  distribution: Distribution
  /** By host. */
  buckets: ReadonlyMap<string, BucketOrigin>
  /** The API with this host, if there is one. */
  gatewayAt: (host: string) => Gateway | undefined
  /** An API has answered. */
  onRequest?: (event: RequestEvent) => void
  /** The app's own fault: its function threw, or names a host that is nobody's here. */
  onError?: (error: unknown) => void
}

type Edge = CacheBehavior & { pattern: RegExp; runFunction: EdgeHandler | undefined }

export function createDistribution(options: DistributionOptions) {
  const { distribution, onError } = options
  const behaviors = distribution.behaviors.map(
    (behavior): Edge => ({
      ...behavior,
      pattern: patternOf(behavior.pathPattern),
      runFunction: behavior.viewerRequest && createEdgeFunction(behavior.viewerRequest),
    }),
  )

  async function answerOf(
    request: IncomingMessage,
    response: ServerResponse,
    behavior: Edge,
  ): Promise<OriginAnswer> {
    const { method = '' } = request
    const path = pathOf(request)
    if (!behavior.allowedMethods.includes(method)) {
      return refusal(403, `This distribution does not allow the method ${method} for this path.`)
    }
    const isRead = method === 'GET' || method === 'HEAD'
    if (isRead && hasBody(request)) return refusal(403, `A ${method} request has no body.`)

    const event = viewerRequestEvent(request, distribution)
    const before = structuredClone(event.request)
    const acceptEncoding = request.headers['accept-encoding']
    const condition = request.headers['if-none-match']
    const outcome: EdgeOutcome = (await behavior.runFunction?.(event)) ?? event
    if ('response' in outcome) return generated(outcome.response)
    const { originDomain: host = behavior.originDomain } = outcome
    forward(request, before, outcome.request, host)
    const answer = await askOrigin(host, request, response, path)
    if (!answer) {
      onError?.(new Error(`The distribution of ${distribution.id} has no origin at ${host}.`))
      return refusal(502, 'There is no such origin.')
    }
    const encoded = await compress(answer, behavior.encodings, String(acceptEncoding ?? ''))
    const result = isRead && isUnchanged(encoded, condition) ? notModified(encoded) : encoded
    if (behavior.responseHeaders) applyHeaders(result.headers, behavior.responseHeaders)
    return result
  }

  async function askOrigin(host: string, request: IncomingMessage, response: ServerResponse, path: string) {
    const bucket = options.buckets.get(host)
    if (bucket) return bucket(request.method ?? '', pathOf(request))
    const gateway = options.gatewayAt(host)
    if (!gateway) return undefined
    reportAnswer(request, response, path, options.onRequest)
    return keepAnswer(request, kept => gateway(request, kept, pathOf(request)))
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = normalizedPath(request.url ?? '/')
    const behavior = behaviors.find(({ pattern }) => pattern.test(path))
    if (!behavior) throw new Error('A distribution has a default behavior.')
    const { method } = request
    const answer = await answerOf(request, response, behavior).catch((error: unknown) => {
      onError?.(error)
      return refusal(503, 'The function at the edge failed.')
    })
    send(response, answer, method === 'HEAD')
  }
}

/** Behaviors are chosen by the path without its dots; function and origin get it as it came. */
function normalizedPath(url: string): string {
  return URL.parse(`http://localhost${url}`)?.pathname ?? '/'
}

function patternOf(pathPattern: string): RegExp {
  const source = pathPattern
    .replace(/^\//, '')
    .split('')
    .map(letter => (letter === '*' ? '.*' : letter === '?' ? '.' : letter.replace(/\W/, '\\$&')))
    .join('')
  return new RegExp(`^/${source}$`, 's')
}

const hasBody = ({ headers }: IncomingMessage) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

/** What CloudFront says by itself. A response headers policy is for what comes from an origin. */
function refusal(statusCode: number, message: string): OriginAnswer {
  return {
    statusCode,
    headers: new Headers({ 'content-type': 'text/plain; charset=utf-8', 'x-cache': 'Error from cloudfront' }),
    body: Buffer.from(`${message}\n`),
  }
}

function generated({ statusCode, headers = {}, cookies = {}, body = '' }: EdgeResponse): OriginAnswer {
  const result = new Headers({ 'x-cache': 'FunctionGeneratedResponse from cloudfront' })
  for (const [name, { value, multiValue = [{ value }] }] of Object.entries(headers)) {
    for (const item of multiValue) result.append(name, item.value)
  }
  for (const [name, { multiValue, ...cookie }] of Object.entries(cookies)) {
    for (const { value, attributes } of multiValue ?? [cookie]) {
      result.append('set-cookie', `${name}=${value}${attributes ? `; ${attributes}` : ''}`)
    }
  }
  const { data, encoding } = typeof body === 'string' ? { data: body, encoding: 'text' } : body
  return {
    statusCode,
    headers: result,
    body: Buffer.from(data, encoding === 'base64' ? 'base64' : 'utf8'),
  }
}

/** Tags are compared weakly: a compressed copy is as good as the file. */
function isUnchanged({ statusCode, headers }: OriginAnswer, condition: string | undefined): boolean {
  const etag = headers.get('etag')
  if (statusCode !== 200 || !etag || condition === undefined) return false
  const bare = (tag: string) => tag.trim().replace(/^W\//, '')
  return condition.split(',').some(tag => tag.trim() === '*' || bare(tag) === bare(etag))
}

function notModified({ headers }: OriginAnswer): OriginAnswer {
  const kept = new Headers(headers)
  for (const name of ['content-type', 'content-encoding']) kept.delete(name)
  return { statusCode: 304, headers: kept, body: Buffer.alloc(0) }
}

function applyHeaders(headers: Headers, { added, removed }: ResponseHeaders) {
  for (const name of removed) headers.delete(name)
  for (const { name, value, override } of added) {
    if (override || !headers.has(name)) headers.set(name, value)
  }
}

function send(response: ServerResponse, { statusCode, headers, body }: OriginAnswer, isHead: boolean) {
  if (!headers.has('server')) headers.set('server', 'CloudFront')
  if (!headers.has('x-cache')) {
    headers.set('x-cache', `${statusCode < 400 ? 'Miss' : 'Error'} from cloudfront`)
  }
  response.statusCode = statusCode
  response.setHeaders(headers)
  if (statusCode !== 304) response.setHeader('content-length', body.length)
  response.end(isHead ? undefined : body)
}
