/**
 * What a function may return to an HTTP API, and what the client makes of it.
 * Without `statusCode` anything is an answer: it is the body, as JSON.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html#http-api-develop-integrations-lambda.response
 */
import {
  type GatewayAnswer,
  isBase64,
  isRecord,
  readStatusCode,
  refuseUnwritable,
} from '../gateway-answer.ts'
import { HttpError } from './http-error.ts'

/** Belong to the gateway's own connection or answer; the function's values are not sent. */
const dropped = new Set([
  'apigw-requestid',
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Throws the gateway's error for a result that has a `statusCode` and cannot be sent. */
export function httpResponse(payload: unknown): GatewayAnswer {
  if (!isRecord(payload) || !('statusCode' in payload)) {
    const body = typeof payload === 'string' ? payload : JSON.stringify(payload ?? null)
    return { statusCode: 200, headers: new Map([['content-type', ['application/json']]]), body }
  }

  const statusCode = readStatusCode(payload.statusCode)
  if (statusCode === undefined) throw badResult('statusCode is no status')
  const body = payload.body ?? ''
  if (typeof body !== 'string') throw badResult('body is not a string')
  const isBytes = payload.isBase64Encoded === true
  if (isBytes && !isBase64(body)) throw badResult('body is not base64')
  return {
    statusCode,
    headers: headersOf(payload.headers ?? {}, payload.cookies ?? []),
    body: isBytes ? Buffer.from(body, 'base64') : body,
  }
}

function headersOf(single: unknown, cookies: unknown): Map<string, string[]> {
  if (!isRecord(single)) throw badResult('headers are not an object')
  if (!Array.isArray(cookies)) throw badResult('cookies are not a list')

  const headers = new Map([['content-type', ['text/plain; charset=utf-8']]])
  for (const [name, value] of Object.entries(single)) {
    if (typeof value === 'object' && value !== null) throw badResult(`header ${name} is not a text`)
    if (!dropped.has(name.toLowerCase())) headers.set(name.toLowerCase(), [String(value ?? '')])
  }
  if (cookies.length > 0) {
    headers.set('set-cookie', [...(headers.get('set-cookie') ?? []), ...cookies.map(String)])
  }
  try {
    for (const [name, values] of headers) refuseUnwritable(name, values)
  } catch (cause) {
    throw new HttpError('internal', { cause })
  }
  return headers
}

/** The client never learns the reason; it is there for whoever debugs. */
const badResult = (reason: string) => new HttpError('internal', { cause: new Error(reason) })
