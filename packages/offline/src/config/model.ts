/**
 * What an SST app is made of, as the offline runtime runs it: the resource
 * graph of `sst.config.ts`, reduced to what has a meaning on one machine.
 *
 * The engines (embedded Cognito, gateway, function host, site) read only this.
 */
import type {
  GetUserPoolMfaConfigResponse,
  UserPoolClientType,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider'

export type AppModel = {
  name: string
  stage: string
  region: string
  accountId: string
  userPools: UserPool[]
  functions: LambdaFunction[]
  apis: Api[]
  routers: Router[]
  sites: Site[]
  distributions: Distribution[]
  buckets: Bucket[]
  /** Properties of everything linkable, by logical name: what `Resource.<name>` holds. */
  links: Record<string, LinkProperties>
  /** What the graph asks for and the runtime does not do; each is told at start. */
  unsupported: Unsupported[]
}

export type LinkProperties = Record<string, unknown> & { type: string }

export type Unsupported = { name: string; type: string; reason: string }

/** Settings in the shapes of the Cognito API, so that the same ones can come through CreateUserPool. */
export type UserPool = {
  pool: UserPoolType & { Id: string; Name: string }
  /** Second factors and passkeys, which the API keeps apart from the pool. */
  factors?: Omit<GetUserPoolMfaConfigResponse, 'MfaConfiguration'>
  clients: (UserPoolClientType & { ClientId: string; ClientName: string; UserPoolId: string })[]
}

export type LambdaFunction = {
  /** Logical name in the graph. */
  id: string
  /** By which other resources name it. */
  arn: string
  /** Source file without extension, a dot and the export: `src/routes/sign-in.handler`. */
  handler: string
  runtime: string
  timeoutSeconds: number
  memoryMb: number
  environment: Record<string, string>
  /** What the function may read as `Resource.<name>`. */
  links: Record<string, LinkProperties>
  /** SST's `nodejs` arguments: esbuild options, minify, install and the like. */
  nodejs: Record<string, unknown>
}

export type Api = RestApi | HttpApi

type ApiStage = {
  /** Logical name in the graph. */
  id: string
  /** The id that stands in its URL. */
  apiId: string
  stage: string
  stageVariables: Record<string, string>
}

/** An API Gateway REST API (v1) with its deployed stage. */
export type RestApi = ApiStage & {
  kind: 'rest'
  routes: RestRoute[]
  /** Behind a CloudFront distribution of API Gateway's own, which adds headers. */
  isEdge: boolean
  /** Content types whose bodies are bytes: `image/png`, `image/*`. */
  binaryMediaTypes: string[]
  /** What the API says instead of API Gateway's own words, by response type: `UNAUTHORIZED`, `DEFAULT_4XX`. */
  gatewayResponses: Record<string, GatewayResponse>
}

export type GatewayResponse = {
  statusCode?: number
  /** Header values as API Gateway maps them: `'text'`, `context.requestId`, `method.request.header.Origin`. */
  headers: Record<string, string>
  /** Body templates by content type. */
  templates: Record<string, string>
}

export type RestRoute = {
  /** `GET`, `POST`, … or `ANY`. */
  method: string
  /** Resource path as API Gateway writes it: `/account/passkeys/{id}`, `/files/{proxy+}`. */
  path: string
  resourceId: string
  integration: ProxyIntegration | MockIntegration
  authorization: { type: 'NONE' } | CognitoAuthorization
  /** Whether the body must satisfy the model of its content type. */
  validatesBody: boolean
  /** JSON Schema (draft 4) by content type. */
  requestModels: Record<string, object>
  /** What a request must have: `method.request.querystring.page`, `method.request.header.X-Tenant`. */
  requiredParameters: string[]
  /** The method's own limit, or the stage's for each method; the account's is not modelled. */
  throttle?: Throttle
}

/** A function that gets the whole request and gives the whole answer. */
export type ProxyIntegration = { type: 'AWS_PROXY'; functionId: string; timeoutMs: number }

/** API Gateway answers by itself: as a rule, the preflight requests of a browser. */
export type MockIntegration = {
  type: 'MOCK'
  /** By content type; the `statusCode` in one chooses the response. */
  requestTemplates: Record<string, string>
  /** What happens to a content type without a template. */
  passthroughBehavior: 'WHEN_NO_MATCH' | 'WHEN_NO_TEMPLATES' | 'NEVER'
  responses: MockResponse[]
}

export type MockResponse = {
  statusCode: number
  /** A regular expression for the integration's status; the default response has none. */
  selectionPattern?: string
  headers: Record<string, string>
  /** Bodies by content type. */
  templates: Record<string, string>
}

/** A token bucket: `burst` at once, refilled at the steady rate. */
export type Throttle = { ratePerSecond: number; burst: number }

export type CognitoAuthorization = {
  type: 'COGNITO_USER_POOLS'
  /** Any of these pools may have issued the token. */
  userPoolIds: string[]
  /** Header that carries the token, usually `Authorization`. */
  header: string
  /** Tested against `aud` before the signature, where set. */
  validationExpression?: string
  /** With scopes an access token is wanted, without them an ID token. */
  scopes: string[]
}

/** An API Gateway HTTP API (v2) with its deployed stage, which may be `$default`. */
export type HttpApi = ApiStage & {
  kind: 'http'
  routes: HttpRoute[]
  /** Where set, the gateway answers preflight requests itself. */
  cors?: HttpCors
}

export type HttpRoute = {
  /** `GET /notes/{id}`, `ANY /files/{proxy+}` or `$default`. */
  routeKey: string
  functionId: string
  timeoutMs: number
  authorization: { type: 'NONE' } | JwtAuthorization
  throttle?: Throttle
}

export type JwtAuthorization = {
  type: 'JWT'
  /** The pool that is the issuer. */
  userPoolId: string
  /** Any of these is accepted as `aud`, or as `client_id` in a token without `aud`. */
  audiences: string[]
  /** Where the token stands in the request. */
  source: { in: 'header' | 'querystring'; name: string }
  /** Any of these is enough; without scopes every token of the audience is. */
  scopes: string[]
}

export type HttpCors = {
  allowOrigins: string[]
  allowMethods: string[]
  allowHeaders: string[]
  exposeHeaders: string[]
  allowCredentials: boolean
  maxAgeSeconds?: number
}

/** One origin in front of APIs and sites: CloudFront with SST's routing function. */
export type Router = {
  id: string
  routes: RouterRoute[]
}

export type RouterRoute = {
  /** Leading path segments that the route owns: `/api` owns `/api` and `/api/x`, not `/apis`. */
  path: string
  /** Logical name of the API or site behind it. */
  target: string
  /** Applied to the path before it is sent on. */
  rewrite?: { regex: string; to: string }
}

export type Site = {
  id: string
  /** Directory with the site's package.json, relative to the project's root. */
  path: string
  /** Variables for its build and its development server. */
  environment: Record<string, string>
  /** How a deploy builds it, in its directory; known when the graph is that of a deploy. */
  buildCommand?: string
}

/** A CloudFront distribution, as it stands in front of a router's or a site's origins. */
export type Distribution = {
  /** Logical name of the router or the site that made it. */
  id: string
  distributionId: string
  domainName: string
  /** The first whose pattern fits a path holds for it. The last is the default and fits all. */
  behaviors: CacheBehavior[]
}

export type CacheBehavior = {
  /** `*` stands for any text, `?` for one character. */
  pathPattern: string
  allowedMethods: string[]
  /** Host that is asked unless the function names another. */
  originDomain: string
  /** In which files may be compressed for those who take them so. */
  encodings: ('br' | 'gzip')[]
  viewerRequest?: EdgeFunction
  responseHeaders?: ResponseHeaders
}

/** A CloudFront function with what stands in its key-value store. */
export type EdgeFunction = { code: string; keyValues: Record<string, string> }

/** A response headers policy: first `removed`, then `added`. Names as they are sent. */
export type ResponseHeaders = {
  added: { name: string; value: string; override: boolean }[]
  removed: string[]
}

/** The S3 bucket of a site, with what a deploy uploads to it. */
export type Bucket = {
  /** Host by which CloudFront reaches it. */
  domainName: string
  files: BucketFile[]
  /** A bucket that may not be listed does not tell that a file is missing: 403 instead of 404. */
  isListable: boolean
}

export type BucketFile = {
  key: string
  /** File that is uploaded. */
  source: string
  contentType: string
  cacheControl?: string
}
