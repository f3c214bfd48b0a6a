/**
 * The event of a Lambda proxy integration, payload format 1.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { APIGatewayProxyCognitoAuthorizer, APIGatewayProxyWithCognitoAuthorizerEvent } from 'aws-lambda'
import type { RestApi } from '../../config/model.ts'
import { datePartsOf, forwardedHeaders, grouped, queryOf, requestTime, sourceIp } from '../request-parts.ts'
import { type Claims, oncePerToken } from '../token-verifier.ts'
import type { RouteMatch } from './resource-tree.ts'

export type ProxyRequest = RouteMatch & {
  api: RestApi
  region: string
  accountId: string
  request: IncomingMessage
  /** Behind the stage. */
  path: string
  body: { text: string; isBase64Encoded: boolean }
  claims: Claims | undefined
  requestId: string
  extendedRequestId: string
  traceId: string
  nowMs: number
}

type Context = APIGatewayProxyWithCognitoAuthorizerEvent['requestContext']

/** The published type knows neither a method without authorizer nor that API keys and certificates may be absent. */
export type ProxyEvent = Omit<APIGatewayProxyWithCognitoAuthorizerEvent, 'requestContext'> & {
  requestContext: Omit<Context, 'authorizer' | 'identity'> & {
    authorizer?: APIGatewayProxyCognitoAuthorizer
    identity: Omit<Context['identity'], 'apiKey' | 'apiKeyId' | 'clientCert'>
  }
}

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

export function proxyEvent(call: ProxyRequest): ProxyEvent {
  const { api, request, route, path, body } = call
  const httpMethod = request.method ?? ''
  const headers = headersOf(call)
  const query = grouped(queryOf(request))

  return {
    resource: route.path,
    path,
    httpMethod,
    headers: lastOf(headers),
    multiValueHeaders: Object.fromEntries(headers),
    queryStringParameters: orNull(lastOf(query)),
    multiValueQueryStringParameters: orNull(Object.fromEntries(query)),
    pathParameters: orNull(call.pathParameters),
    stageVariables: orNull(api.stageVariables),
    requestContext: {
      resourceId: route.resourceId,
      ...(call.claims && { authorizer: { claims: claimTexts(call.claims) } }),
      resourcePath: route.path,
      httpMethod,
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
      domainName: `${api.apiId}.execute-api.${call.region}.amazonaws.com`,
      apiId: api.apiId,
    },
    body: body.text === '' ? null : body.text,
    isBase64Encoded: body.isBase64Encoded,
  }
}

/**
 * Every claim as text, whatever it was: `"true"`, a list joined with commas,
 * and, of all numbers, `exp` and `iat` as dates.
 */
const claimTexts = oncePerToken(claims =>
  Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      name,
      name === 'exp' || name === 'iat' ? javaDate(Number(value) * 1000) : claimText(value),
    ]),
  ),
)

function claimText(value: unknown): string {
  if (Array.isArray(value)) return value.map(claimText).join(',')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/**
 * What CloudFront says of the client before an edge endpoint. Who the client
 * is and where it stands cannot be known here: it is at a desk in the US.
 */
const edgeHeaders = () => [
  ['CloudFront-Forwarded-Proto', 'https'],
  ['CloudFront-Is-Desktop-Viewer', 'true'],
  ['CloudFront-Is-Mobile-Viewer', 'false'],
  ['CloudFront-Is-SmartTV-Viewer', 'false'],
  ['CloudFront-Is-Tablet-Viewer', 'false'],
  ['CloudFront-Viewer-Country', 'US'],
  ['Via', `1.1 ${randomBytes(16).toString('hex')}.cloudfront.net (CloudFront)`],
  ['X-Amz-Cf-Id', `${randomBytes(40).toString('base64url')}==`],
]

function headersOf({ api, request, traceId }: ProxyRequest): Map<string, string[]> {
  // A header that is repeated in another case is still the same header.
  const names = new Map<string, string>()
  return grouped(
    [...forwardedHeaders(request, traceId), ...(api.isEdge ? edgeHeaders() : [])]
      .map(([name = '', value = '']) => {
        const key = name.toLowerCase()
        const spelled = names.get(key) ?? canonicalNames.get(key) ?? name
        names.set(key, spelled)
        return [spelled, value] as const
      })
      .filter(([name]) => name.toLowerCase() !== 'content-length'),
  )
}

function lastOf(groups: Map<string, string[]>): Record<string, string> {
  return Object.fromEntries([...groups].map(([name, values]) => [name, values.at(-1) ?? '']))
}

/** An event has `null` for a group without members. */
function orNull<Group extends object>(group: Group): Group | null {
  return Object.keys(group).length === 0 ? null : group
}

/** `Tue Jun 18 15:00:04 UTC 2024` */
function javaDate(ms: number): string {
  const { weekday, day, month, year, time } = datePartsOf(ms)
  return `${weekday} ${month} ${day} ${time} UTC ${year}`
}
