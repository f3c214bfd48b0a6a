/**
 * What a function may return through a Lambda proxy integration, and what the
 * client makes of it. API Gateway is stricter than it looks: a single unknown
 * key at the top spoils the answer.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format
 */
import {
  type GatewayAnswer,
  isBase64,
  isRecord,
  readStatusCode,
  refuseUnwritable,
} from '../gateway-answer.ts'
import { GatewayError } from './gateway-error.ts'

const keys = new Set(['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded'])

/** Belong to the gateway's own connection or answer: the function's value goes out under another name. */
const remapped = new Set(['connection', 'content-length', 'date', 'server', 'www-authenticate'])

/** Describe a connection that the function does not have. */
const dropped = new Set(['keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade'])

/**
 * Reads what the function returned; throws the gateway's error where it is no
 * proxy result. A base64 body becomes bytes only for a client that accepts one
 * of the API's binary media types; any other gets the base64 text.
 */
export function proxyResponse(payload: unknown, acceptsBytes: boolean): GatewayAnswer {
  if (!isRecord(payload) || Object.keys(payload).length === 0) throw badResponse('not a proxy result')
  const unknown = Object.keys(payload).find(key => !keys.has(key))
  if (unknown !== undefined) throw badResponse(`unknown key ${unknown}`)

  const body = payload.body ?? ''
  if (typeof body !== 'string') throw badResponse('body is not a string')
  const isBase64Encoded = payload.isBase64Encoded ?? false
  if (typeof isBase64Encoded !== 'boolean') throw badResponse('isBase64Encoded is not a boolean')
  if (isBase64Encoded && !isBase64(body)) {
    throw new GatewayError('internal', { cause: new Error('body is not base64') })
  }
  const statusCode = readStatusCode(payload.statusCode ?? 200)
  if (statusCode === undefined) throw badResponse('statusCode is no status')

  return {
    statusCode,
    headers: headersOf(payload.headers ?? {}, payload.multiValueHeaders ?? {}),
    body: isBase64Encoded && acceptsBytes ? Buffer.from(body, 'base64') : body,
  }
}

/** A name in both maps keeps only the values of `multiValueHeaders`. */
function headersOf(single: unknown, multiple: unknown): Map<string, string[]> {
  if (!isRecord(single) || !isRecord(multiple)) throw badResponse('headers are not an object')

  const byKey = new Map<string, { name: string; values: string[] }>()
  for (const [name, value] of Object.entries(single)) {
    byKey.set(name.toLowerCase(), { name, values: [headerText(value)] })
  }
  for (const [name, values] of Object.entries(multiple)) {
    if (!Array.isArray(values)) throw badResponse(`multiValueHeaders.${name} is not a list`)
    byKey.set(name.toLowerCase(), { name, values: values.map(headerText) })
  }
  if (!byKey.has('content-type')) {
    byKey.set('content-type', { name: 'Content-Type', values: ['application/json'] })
  }

  const headers = new Map<string, string[]>()
  for (const [key, { name, values }] of byKey) {
    if (dropped.has(key) || values.length === 0) continue
    try {
      refuseUnwritable(name, values)
    } catch (cause) {
      throw badResponse(`header ${name} cannot be sent`, cause)
    }
    headers.set(remapped.has(key) ? `x-amzn-Remapped-${name}` : name, values)
  }
  return headers
}

function headerText(value: unknown): string {
  if (typeof value === 'object' && value !== null) throw badResponse('a header value is not a text')
  return value === null ? '' : String(value)
}

/** The client never learns the reason; it is there for whoever debugs. */
function badResponse(reason: string, cause?: unknown): GatewayError {
  return new GatewayError('badIntegrationResponse', { cause: cause ?? new Error(reason) })
}
