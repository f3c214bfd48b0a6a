/**
 * CORS as the API is configured: the gateway writes these headers by itself,
 * and no header of the kind that a function returns goes out beside them.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
import type { IncomingMessage } from 'node:http'
import type { HttpCors } from '../../config/model.ts'
import type { GatewayAnswer } from '../gateway-answer.ts'

/** A browser asks whether it may send a request of another origin. */
export function isPreflight({ method, headers }: IncomingMessage): boolean {
  return (
    method === 'OPTIONS' &&
    headers.origin !== undefined &&
    headers['access-control-request-method'] !== undefined
  )
}

/** An origin that is not allowed is told nothing, which is what stops its browser. */
export function preflightAnswer(cors: HttpCors, { headers: { origin } }: IncomingMessage): GatewayAnswer {
  const headers = originHeaders(cors, origin)
  if (headers.size > 0) {
    setList(headers, 'access-control-allow-methods', cors.allowMethods)
    setList(headers, 'access-control-allow-headers', cors.allowHeaders)
    if (cors.maxAgeSeconds !== undefined) headers.set('access-control-max-age', [String(cors.maxAgeSeconds)])
  }
  return { statusCode: 204, headers, body: '' }
}

/** The same answer with the API's CORS headers, and no others. */
export function withCors(
  answer: GatewayAnswer,
  cors: HttpCors,
  { headers: { origin } }: IncomingMessage,
): GatewayAnswer {
  const headers = new Map([...answer.headers].filter(([name]) => !name.startsWith('access-control-')))
  const own = originHeaders(cors, origin)
  if (own.size > 0) setList(own, 'access-control-expose-headers', cors.exposeHeaders)
  for (const [name, values] of own) headers.set(name, values)
  return { ...answer, headers }
}

function originHeaders(cors: HttpCors, origin: string | undefined): Map<string, string[]> {
  const headers = new Map<string, string[]>()
  if (origin === undefined || !cors.allowOrigins.some(pattern => fits(pattern, origin))) return headers
  headers.set('access-control-allow-origin', [cors.allowOrigins.includes('*') ? '*' : origin])
  if (cors.allowCredentials) headers.set('access-control-allow-credentials', ['true'])
  return headers
}

/** `*`, a whole scheme as in `https://*`, or one origin. */
const fits = (pattern: string, origin: string) =>
  pattern.endsWith('*') ? origin.startsWith(pattern.slice(0, -1)) : pattern === origin

function setList(headers: Map<string, string[]>, name: string, values: readonly string[]) {
  if (values.length > 0) headers.set(name, [values.join(',')])
}
