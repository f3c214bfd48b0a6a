/** What both kinds of events are made of. */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** Between client and gateway only; the function never sees them. */
const dropped = new Set([
  'connection',
  'content-md5',
  'expect',
  'max-forwards',
  'proxy-authenticate',
  'server',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'www-authenticate',
])

/**
 * The headers as the client wrote them, and those that API Gateway adds. Some
 * are as in AWS, and so not what the machine says: every call came over TLS to
 * port 443.
 */
export function forwardedHeaders(request: IncomingMessage, traceId: string): [string, string][] {
  const pairs: [string, string][] = []
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    pairs.push([request.rawHeaders[index] ?? '', request.rawHeaders[index + 1] ?? ''])
  }
  const own = new Map([
    ['x-amzn-trace-id', traceId],
    ['x-forwarded-for', [request.headers['x-forwarded-for'] ?? [], sourceIp(request)].flat().join(', ')],
    ['x-forwarded-port', '443'],
    ['x-forwarded-proto', 'https'],
  ])
  const received = pairs.filter(([name]) => !dropped.has(name.toLowerCase()) && !own.has(name.toLowerCase()))
  return [...received, ...own]
}

/** As it came, without the question mark. */
export function rawQueryOf({ url }: IncomingMessage): string {
  return /\?([^#]*)/.exec(url ?? '')?.[1] ?? ''
}

/** Names and values, decoded. */
export function queryOf(request: IncomingMessage): [string, string][] {
  return [...new URLSearchParams(rawQueryOf(request))]
}

/** All values of each name, in the order of their first appearance. */
export function grouped(pairs: readonly (readonly [string, string])[]): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const [name, value] of pairs) {
    const values = groups.get(name)
    if (values) values.push(value)
    else groups.set(name, [value])
  }
  return groups
}

/** Without the prefix that a socket for both families puts before an IPv4 address. */
export function sourceIp({ socket }: IncomingMessage): string {
  return (socket.remoteAddress ?? '').replace(/^::ffff:/, '')
}

/** The client's trace where it sent one that can be read, otherwise a new one. */
export function traceIdOf(request: IncomingMessage, nowMs: number): string {
  const given = /(?:^|;)Root=(1-[0-9a-f]{8}-[0-9a-f]{24})(?:;|$)/.exec(
    String(request.headers['x-amzn-trace-id'] ?? ''),
  )
  const seconds = Math.floor(nowMs / 1000)
    .toString(16)
    .padStart(8, '0')
  return `Root=${given?.[1] ?? `1-${seconds}-${randomHex().slice(0, 24)}`}`
}

/** In the form that stands in `x-amz-apigw-id` and `apigw-requestid`: `ZhMpgigvDoEEPlg=`. */
export function newShortId(): string {
  return `${Buffer.from(randomHex(), 'hex').toString('base64url').slice(0, 15)}=`
}

/** Node.js keeps random bytes ready for these, and for nothing else. */
const randomHex = () => randomUUID().replaceAll('-', '')

export function datePartsOf(ms: number) {
  // Sat, 01 Jun 2024 00:00:00 GMT
  const [weekday = '', day = '', month = '', year = '', time = ''] = new Date(ms).toUTCString().split(/,? /)
  return { weekday, day, month, year, time }
}

let written = { second: Number.NaN, text: '' }

/** `18/Jun/2024:14:30:04 +0000`, made once for all requests of a second. */
export function requestTime(ms: number): string {
  const second = Math.floor(ms / 1000)
  if (second !== written.second) {
    const { day, month, year, time } = datePartsOf(ms)
    written = { second, text: `${day}/${month}/${year}:${time} +0000` }
  }
  return written.text
}
