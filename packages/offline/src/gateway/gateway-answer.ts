import { type ServerResponse, validateHeaderName, validateHeaderValue } from 'node:http'

/** What goes out to the client, whoever said it. */
export type GatewayAnswer = {
  statusCode: number
  /** Several values of a name are several header lines. */
  headers: Map<string, string[]>
  body: string | Buffer
}

/** `own` are the headers that the gateway writes on every answer; they win. */
export function writeAnswer(
  response: ServerResponse,
  { statusCode, headers, body }: GatewayAnswer,
  own: Record<string, string>,
) {
  response.statusCode = statusCode
  for (const [name, values] of headers) response.setHeader(name, values)
  for (const [name, value] of Object.entries(own)) response.setHeader(name, value)
  response.end(response.req.method === 'HEAD' ? undefined : body)
}

/** Throws Node's own error for a header that no server could send. */
export function refuseUnwritable(name: string, values: readonly string[]) {
  validateHeaderName(name)
  for (const value of values) validateHeaderValue(name, value)
}

/** A status that can end an answer, written as a number or in digits; `undefined` for any other value. */
export function readStatusCode(value: unknown): number | undefined {
  const statusCode = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  const isFinal = Number.isInteger(statusCode) && Number(statusCode) >= 200 && Number(statusCode) <= 599
  return isFinal ? Number(statusCode) : undefined
}

export function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text)
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Without parameters and in lower case: `text/html` of `Text/HTML; charset=utf-8`. */
export function mediaType(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase()
}
