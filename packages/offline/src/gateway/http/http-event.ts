/**
 * The event of an HTTP API, payload format 2.0. What there is none of is
 * absent, unlike in format 1.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
import type { IncomingMessage } from 'node:http'
import type {
  APIGatewayEventRequestContextJWTAuthorizer,
  APIGatewayProxyEventV2,
  APIGatewayProxyEventV2WithJWTAuthorizer,
} from 'aws-lambda'
import type { HttpApi } from '../../config/model.ts'
import { mediaType } from '../gateway-answer.ts'
import { forwardedHeaders, grouped, queryOf, rawQueryOf, requestTime, sourceIp } from '../request-parts.ts'
import { type Claims, oncePerToken, scopesOf } from '../token-verifier.ts'
import type { HttpRouteMatch } from './route-table.ts'

export type HttpRequest = HttpRouteMatch & {
  api: HttpApi
  region: string
  accountId: string
  request: IncomingMessage
  /** Decoded, with the stage in it unless that is `$default`. */
  path: string
  body: Buffer
  claims: Claims | undefined
  requestId: string
  traceId: string
  nowMs: number
}

export function httpEvent(
  call: HttpRequest,
): APIGatewayProxyEventV2 | APIGatewayProxyEventV2WithJWTAuthorizer {
  const { api, request, route, path, body, pathParameters } = call
  const { routeKey } = route
  const { headers, cookies } = headersOf(call)
  const query = joined(grouped(queryOf(request)))
  const isBase64Encoded = body.length > 0 && !isText(request.headers['content-type'])
  const authorizer = call.claims && jwtContext(call.claims, route)

  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: rawQueryOf(request),
    ...(cookies && { cookies }),
    headers,
    ...(!isEmpty(query) && { queryStringParameters: query }),
    requestContext: {
      accountId: call.accountId,
      apiId: api.apiId,
      ...(authorizer && { authorizer }),
      domainName: `${api.apiId}.execute-api.${call.region}.amazonaws.com`,
      domainPrefix: api.apiId,
      http: {
        method: request.method ?? '',
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: sourceIp(request),
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: call.requestId,
      routeKey,
      stage: api.stage,
      time: requestTime(call.nowMs),
      timeEpoch: call.nowMs,
    },
    ...(body.length > 0 && { body: body.toString(isBase64Encoded ? 'base64' : 'utf8') }),
    ...(!isEmpty(pathParameters) && { pathParameters }),
    isBase64Encoded,
    ...(!isEmpty(api.stageVariables) && { stageVariables: api.stageVariables }),
  }
}

function jwtContext(
  claims: Claims,
  { authorization }: HttpRouteMatch['route'],
): APIGatewayEventRequestContextJWTAuthorizer {
  const wanted = authorization.type === 'JWT' ? authorization.scopes : []
  const granted = [...scopesOf(claims.scope), ...scopesOf(claims.scp)]
  return {
    jwt: {
      claims: claimTexts(claims),
      scopes: wanted.length > 0 ? wanted.filter(scope => granted.includes(scope)) : null,
    },
  }
}

/** Every claim as text: numbers and booleans as they print, a list as `[a b]`; `null` is left out. */
const claimTexts = oncePerToken(claims =>
  Object.fromEntries(
    Object.entries(claims).flatMap(([name, value]) => (value === null ? [] : [[name, claimText(value)]])),
  ),
)

function claimText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(claimText).join(' ')}]`
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function headersOf({ request, traceId, body }: HttpRequest) {
  const groups = grouped(
    forwardedHeaders(request, traceId).map(([name, value]) => [name.toLowerCase(), value] as const),
  )
  const cookies = groups.get('cookie')?.flatMap(line => line.split(/; */))
  groups.delete('cookie')
  groups.set('content-length', [String(body.length)])
  return { headers: joined(groups), cookies }
}

const joined = (groups: Map<string, string[]>) =>
  Object.fromEntries([...groups].map(([name, values]) => [name, values.join(',')]))

const textTypes = new Set(['application/json', 'application/javascript', 'application/xml'])

/** What is handed on as text; all else is base64, forms included. */
function isText(contentType = 'text/plain'): boolean {
  const type = mediaType(contentType)
  return type.startsWith('text/') || textTypes.has(type)
}

const isEmpty = (group: object) => Object.keys(group).length === 0
