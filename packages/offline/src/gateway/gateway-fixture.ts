/** For tests: a gateway behind a real server, and user pools that sign real tokens. */
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { type CryptoKey, exportJWK, generateKeyPair, type JSONWebKeySet, type JWK, SignJWT } from 'jose'
import { manualClock } from '../clock.ts'
import type {
  Api,
  CognitoAuthorization,
  HttpApi,
  HttpRoute,
  JwtAuthorization,
  RestApi,
  RestRoute,
} from '../config/model.ts'
import type { Invocation } from '../lambda/invocation.ts'
import { createGateway } from './gateway.ts'
import type { GatewayOptions } from './gateway-options.ts'

/** 18 June 2024, 14:30:04 UTC. */
export const startMs = Date.UTC(2024, 5, 18, 14, 30, 4)
export const startSeconds = startMs / 1000

export type SigningKey = { privateKey: CryptoKey; jwk: JWK }

export async function signingKey(kid: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' } }
}

export const issuer = (userPoolId: string) => `https://cognito-idp.eu-west-1.amazonaws.com/${userPoolId}`

/** Claims of an ID token as Cognito writes them, good for an hour. */
export const idClaims = {
  sub: '5b1c4d4e-0a57-4c0e-9c59-2f6d9a0f2f11',
  iss: issuer('eu-west-1_Main'),
  aud: 'client-1',
  token_use: 'id',
  email: 'ada@example.test',
  email_verified: true,
  'cognito:username': 'ada',
  'cognito:groups': ['admins', 'writers'],
  auth_time: startSeconds,
  iat: startSeconds,
  exp: startSeconds + 3600,
}

export const accessClaims = {
  ...idClaims,
  // Absent, as far as JSON is concerned.
  aud: undefined,
  token_use: 'access',
  client_id: 'client-1',
  scope: 'aws.cognito.signin.user.admin notes/read',
}

export function sign(key: SigningKey, claims: Record<string, unknown>, header: Record<string, unknown> = {}) {
  return new SignJWT(claims)
    .setProtectedHeader({ kid: key.jwk.kid as string, alg: 'RS256', ...header })
    .sign(key.privateKey)
}

export const cognito: CognitoAuthorization = {
  type: 'COGNITO_USER_POOLS',
  userPoolIds: ['eu-west-1_Main'],
  header: 'Authorization',
  scopes: [],
}

export function route(method: string, path: string, more: Partial<RestRoute> = {}): RestRoute {
  return {
    method,
    path,
    resourceId: `resource:${path}`,
    integration: { type: 'AWS_PROXY', functionId: `${method} ${path}`, timeoutMs: 29_000 },
    authorization: { type: 'NONE' },
    validatesBody: false,
    requestModels: {},
    requiredParameters: [],
    ...more,
  }
}

export const jwt: JwtAuthorization = {
  type: 'JWT',
  userPoolId: 'eu-west-1_Main',
  audiences: ['client-1', 'client-2'],
  source: { in: 'header', name: 'Authorization' },
  scopes: [],
}

/** A route of an HTTP API; its function has the name of its key. */
export function httpRoute(routeKey: string, more: Partial<HttpRoute> = {}): HttpRoute {
  return { routeKey, functionId: routeKey, timeoutMs: 30_000, authorization: { type: 'NONE' }, ...more }
}

export const answering = (payload: unknown) => async (): Promise<Invocation> => ({ ok: true, payload })

export type Call = {
  functionId: string
  event: Record<string, unknown> & { requestContext: Record<string, unknown> }
}

type FixtureOptions<Kind extends Api> = Partial<Omit<GatewayOptions, 'api' | 'clock'>> &
  Partial<Omit<Kind, 'kind'>> &
  Pick<Kind, 'routes'> & { keys?: JSONWebKeySet }

/** A REST API, its stage `dev` before every path that `fetch` is given. */
export function startGateway({
  routes,
  stageVariables = {},
  isEdge = false,
  binaryMediaTypes = [],
  gatewayResponses = {},
  ...options
}: FixtureOptions<RestApi>) {
  const more = { routes, stageVariables, isEdge, binaryMediaTypes, gatewayResponses }
  return start({ kind: 'rest', id: 'Api', apiId: 'a1b2c3d4e5', stage: 'dev', ...more }, '/dev', options)
}

/** An HTTP API with the stage `$default`. */
export function startHttpGateway({
  routes,
  stage = '$default',
  stageVariables = {},
  cors,
  ...options
}: FixtureOptions<HttpApi>) {
  const more = { routes, stage, stageVariables, ...(cors && { cors }) }
  return start({ kind: 'http', id: 'Api', apiId: 'a1b2c3d4e5', ...more }, '', options)
}

/** Functions answer `{ statusCode: 200 }` unless the test brings its own `invoke`. */
async function start(
  api: Api,
  basePath: string,
  { keys = { keys: [] }, ...options }: Partial<GatewayOptions> & { keys?: JSONWebKeySet },
) {
  const clock = manualClock(startMs)
  const calls: Call[] = []
  const errors: unknown[] = []
  /** Settle when the gateway is through with a request. */
  const handled: Promise<void>[] = []
  const invoke = options.invoke ?? answering({ statusCode: 200 })

  const gateway = createGateway({
    api,
    region: 'eu-west-1',
    accountId: '123456789012',
    jwks: async () => keys,
    issuer,
    clock,
    onError: error => errors.push(error),
    ...options,
    invoke(functionId, event) {
      calls.push({ functionId, event: event as Call['event'] })
      return invoke(functionId, event)
    },
  })
  const listener: RequestListener = (request, response) => {
    handled.push(gateway(request, response, (request.url ?? '').replace(/\?.*/, '')))
  }
  const server = createServer(listener).listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}${basePath}`

  return {
    url,
    port,
    server,
    clock,
    calls,
    errors,
    handled,
    fetch: (path: string, init?: RequestInit) => fetch(url + path, init),
    /** The first event that reached a function. */
    event(): Call['event'] {
      const [call] = calls
      if (!call) throw new Error('No function was called.')
      return call.event
    },
    /** Sends the lines of a request exactly as they are, and reads the whole answer. */
    async send(lines: string[], body = '') {
      const socket = connect(port, '127.0.0.1')
      socket.write([...lines, 'Connection: close', '', body].join('\r\n'))
      return text(socket)
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

/** What a client sees of an answer that the gateway gave by itself. */
export async function seen(pending: Promise<Response>) {
  const response = await pending
  return {
    status: response.status,
    errorType: response.headers.get('x-amzn-errortype'),
    body: await response.text(),
  }
}
