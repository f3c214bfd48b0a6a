/**
 * The event of a Lambda proxy integration, payload format 1.0.
 *
 * Some things are as in AWS, and so not what the machine says: every call came
 * over TLS to port 443 of the API's own domain.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { RestApi } from '../config/model.ts'
import type { Claims } from './authorizer.ts'
import type { RouteMatch } from './resource-tree.ts'

export type ProxyRequest = RouteMatch & {
  api: RestApi
  region: string
  accountId: string
  request: IncomingMessage
  path: string
  body: string
  claims: Claims | undefined
  requestId: string
  extendedRequestId: string
  traceId: string
  nowMs: number
}

/** Between client and gateway only; the function never sees them. */
const dropped = new Set([
  'connection',
  'content-length',
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

/** Names that API Gateway writes its own way. All others keep the client's case. */
const canonicalNames = new Map(
  [
    'Authorization',
    'Host',
    'User-Agent',
    'X-Amzn-Trace-Id',
    'X-Forwarded-For',
    'X-Forwarded-Port',
    'X-Forwarded-Proto',
  ].map(name => [name.toLowerCase(), name]),
)

export function proxyEvent(call: ProxyRequest) {
  const { api, request, route, path } = call
  const headers = headersOf(call)
  const query = grouped(queryOf(request))
  const domainName = `${api.apiId}.execute-api.${call.region}.amazonaws.com`

  return {
    resource: route.path,
    path,
    httpMethod: request.method,
    headers: lastOf(headers),
    multiValueHeaders: headers,
    queryStringParameters: lastOf(query),
    multiValueQueryStringParameters: query,
    pathParameters: Object.keys(call.pathParameters).length === 0 ? null : call.pathParameters,
    stageVariables: null,
    requestContext: {
      resourceId: route.resourceId,
      ...(call.claims && { authorizer: { claims: claimTexts(call.claims) } }),
      resourcePath: route.path,
      httpMethod: request.method,
      extendedRequestId: call.extendedRequestId,
      requestTime: requestTime(call.nowMs),
      path: `/${api.stage}${path}`,
      accountId: call.accountId,
      protocol: `HTTP/${request.httpVersion}`,
      stage: api.stage,
      domainPrefix: api.apiId,
      requestTimeEpoch: call.nowMs,
      requestId: call.requestId,
      identity: {
        cognitoIdentityPoolId: null,
        accountId: null,
        cognitoIdentityId: null,
        caller: null,
        sourceIp: sourceIp(request),
        principalOrgId: null,
        accessKey: null,
        cognitoAuthenticationType: null,
        cognitoAuthenticationProvider: null,
        userArn: null,
        userAgent: request.headers['user-agent'] ?? null,
        user: null,
      },
      domainName,
      apiId: api.apiId,
    },
    body: call.body === '' ? null : call.body,
    isBase64Encoded: false,
  }
}

/** The client's trace where it sent one that can be read, otherwise a new one. */
export function traceIdOf(request: IncomingMessage, nowMs: number): string {
  const given = /(?:^|;)Root=(1-[0-9a-f]{8}-[0-9a-f]{24})(?:;|$)/.exec(
    String(request.headers['x-amzn-trace-id'] ?? ''),
  )
  const seconds = Math.floor(nowMs / 1000)
    .toString(16)
    .padStart(8, '0')
  return `Root=${given?.[1] ?? `1-${seconds}-${randomBytes(12).toString('hex')}`}`
}

/**
 * Every claim as text, whatever it was: `"true"`, a list joined with commas,
 * and, of all numbers, `exp` and `iat` as dates.
 */
export function claimTexts(claims: Claims): Record<string, string> {
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      name,
      name === 'exp' || name === 'iat' ? javaDate(Number(value) * 1000) : claimText(value),
    ]),
  )
}

function claimText(value: unknown): string {
  if (Array.isArray(value)) return value.map(claimText).join(',')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function headersOf({ request, traceId }: ProxyRequest): Record<string, string[]> | null {
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

  // A header that is repeated in another case is still the same header.
  const names = new Map<string, string>()
  return grouped(
    [...received, ...own].map(([name, value]) => {
      const key = name.toLowerCase()
      const spelled = names.get(key) ?? canonicalNames.get(key) ?? name
      names.set(key, spelled)
      return [spelled, value]
    }),
  )
}

function queryOf(request: IncomingMessage): [string, string][] {
  const [, query = ''] = /\?([^#]*)/.exec(request.url ?? '') ?? []
  return [...new URLSearchParams(query)]
}

/** The values of each name; `null` when there is nothing, as the event has it. */
function grouped(pairs: readonly (readonly [string, string])[]): Record<string, string[]> | null {
  const groups = new Map<string, string[]>()
  for (const [name, value] of pairs) groups.set(name, [...(groups.get(name) ?? []), value])
  return groups.size === 0 ? null : Object.fromEntries(groups)
}

function lastOf(groups: Record<string, string[]> | null): Record<string, string> | null {
  return (
    groups && Object.fromEntries(Object.entries(groups).map(([name, values]) => [name, values.at(-1) ?? '']))
  )
}

/** Without the prefix that a socket for both families puts before an IPv4 address. */
function sourceIp({ socket }: IncomingMessage): string {
  return (socket.remoteAddress ?? '').replace(/^::ffff:/, '')
}

function datePartsOf(ms: number) {
  // Sat, 01 Jun 2024 00:00:00 GMT
  const [weekday = '', day = '', month = '', year = '', time = ''] = new Date(ms).toUTCString().split(/,? /)
  return { weekday, day, month, year, time }
}

function requestTime(ms: number): string {
  const { day, month, year, time } = datePartsOf(ms)
  return `${day}/${month}/${year}:${time} +0000`
}

function javaDate(ms: number): string {
  const { weekday, day, month, year, time } = datePartsOf(ms)
  return `${weekday} ${month} ${day} ${time} UTC ${year}`
}
