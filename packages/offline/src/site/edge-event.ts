/**
 * What a CloudFront function sees of a request, and what becomes of the request after it.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html
 */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Distribution } from '../config/model.ts'
import { grouped } from '../gateway/request-parts.ts'

/** By name, in lower case for headers. The first of several values stands for them. */
type EdgeValues = Record<string, { value: string; multiValue?: { value: string }[] }>

export type EdgeRequest = {
  method: string
  /** Path without the query string, as it came. */
  uri: string
  querystring: EdgeValues
  headers: EdgeValues
  /** Absent once the function has deleted them. */
  cookies?: EdgeValues
}

type EdgeCookie = { value: string; attributes?: string }

export type EdgeResponse = {
  statusCode: number
  statusDescription?: string
  headers?: EdgeValues
  /** Each with its attributes as one text: `Secure; Path=/`. */
  cookies?: Record<string, EdgeCookie & { multiValue?: EdgeCookie[] }>
  body?: string | { encoding: 'text' | 'base64'; data: string }
}

export type EdgeEvent = {
  version: '1.0'
  context: { distributionDomainName: string; distributionId: string; eventType: string; requestId: string }
  viewer: { ip: string }
  request: EdgeRequest
}

export function viewerRequestEvent(
  request: IncomingMessage,
  { domainName, distributionId }: Distribution,
): EdgeEvent {
  const [uri = '', query = ''] = (request.url ?? '/').split(/\?(.*)/s, 2)
  const { cookie, ...headers } = request.headersDistinct
  return {
    version: '1.0',
    context: {
      distributionDomainName: domainName,
      distributionId,
      eventType: 'viewer-request',
      requestId: randomBytes(42).toString('base64url'),
    },
    viewer: { ip: request.socket.remoteAddress ?? '' },
    request: {
      method: request.method ?? '',
      uri,
      querystring: edgeValues(pairs(query.split('&'))),
      headers: edgeValues(
        Object.entries(headers).flatMap(([name, values = []]) => values.map(value => [name, value] as const)),
      ),
      cookies: edgeValues(pairs((cookie ?? []).flatMap(line => line.split(/; */)))),
    },
  }
}

const pairs = (texts: string[]) =>
  texts.filter(Boolean).map(text => {
    const [name = '', value = ''] = text.split(/=(.*)/s, 2)
    return [name, value] as const
  })

/** Made at once and not name by name: a client may call something `__proto__`. */
function edgeValues(entries: (readonly [string, string])[]): EdgeValues {
  return Object.fromEntries(
    [...grouped(entries)].map(([name, values]) => {
      const multiValue = values.map(value => ({ value }))
      return [name, { value: values[0] ?? '', ...(values.length > 1 && { multiValue }) }]
    }),
  )
}

const flat = (values: EdgeValues): [string, string][] =>
  Object.entries(values).flatMap(([name, { value, multiValue = [{ value }] }]) =>
    multiValue.map(item => [name, item.value] as [string, string]),
  )

/**
 * Makes of `request` what the origin gets: with the changes that a function
 * made, and the origin's own host, as all origin request policies have it that
 * a REST API can be behind.
 */
export function forward(request: IncomingMessage, before: EdgeRequest, after: EdgeRequest, host: string) {
  const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

  const [, query = ''] = (request.url ?? '').split(/\?(.*)/s, 2)
  const newQuery = isSame(before.querystring, after.querystring)
    ? query
    : flat(after.querystring)
        .map(([name, value]) => (value ? `${name}=${value}` : name))
        .join('&')
  request.url = after.uri + (newQuery && `?${newQuery}`)

  const cookies = flat(after.cookies ?? {}).map(([name, value]) => `${name}=${value}`)
  const headers: EdgeValues = { ...after.headers, host: { value: host } }
  const kept = new Set(
    Object.keys(before.headers).filter(name => isSame(before.headers[name], headers[name])),
  )
  if (isSame(before.cookies, after.cookies)) kept.add('cookie')
  const changed = flat(headers).filter(([name]) => !kept.has(name))
  if (cookies.length && !kept.has('cookie')) changed.push(['cookie', cookies.join('; ')])

  const raw: [string, string][] = []
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const [name = '', value = ''] = request.rawHeaders.slice(index, index + 2)
    if (kept.has(name.toLowerCase())) raw.push([name, value])
  }
  raw.push(...changed)
  request.rawHeaders = raw.flat()
  const parsed = Object.entries(request.headers).filter(([name]) => kept.has(name))
  request.headers = Object.fromEntries([...parsed, ...changed])
  // Node parses these once, which was before the function ran.
  request.headersDistinct = Object.fromEntries(
    grouped(raw.map(([name, value]) => [name.toLowerCase(), value])),
  )
}
