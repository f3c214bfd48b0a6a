/**
 * What an SST app is made of, as the offline runtime runs it: the resource
 * graph of `sst.config.ts`, reduced to what has a meaning on one machine.
 *
 * The engines (embedded Cognito, gateway, function host, site) read only this.
 */
import type { UserPoolClientType, UserPoolType } from '@aws-sdk/client-cognito-identity-provider'

export type AppModel = {
  name: string
  stage: string
  region: string
  accountId: string
  userPools: UserPool[]
  functions: LambdaFunction[]
  apis: RestApi[]
  routers: Router[]
  sites: Site[]
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
  clients: (UserPoolClientType & { ClientId: string; ClientName: string; UserPoolId: string })[]
}

export type LambdaFunction = {
  /** Logical name in the graph. */
  id: string
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

/** An API Gateway REST API (v1) with its deployed stage. */
export type RestApi = {
  /** Logical name in the graph. */
  id: string
  /** The id that stands in its URL. */
  apiId: string
  stage: string
  routes: RestRoute[]
}

export type RestRoute = {
  /** `GET`, `POST`, … or `ANY`. */
  method: string
  /** Resource path as API Gateway writes it: `/account/passkeys/{id}`, `/files/{proxy+}`. */
  path: string
  resourceId: string
  functionId: string
  authorization: { type: 'NONE' } | CognitoAuthorization
  /** Whether the body must satisfy the model of its content type. */
  validatesBody: boolean
  /** JSON Schema (draft 4) by content type. */
  requestModels: Record<string, object>
  /** The method's own limit; the stage's and the account's are not modelled. */
  throttle?: { ratePerSecond: number; burst: number }
}

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

/** One origin in front of APIs and sites: CloudFront with SST's routing function. */
export type Router = {
  id: string
  routes: RouterRoute[]
}

export type RouterRoute = {
  /** Leading path segments that the route owns: `/api` owns `/api` and `/api/x`, not `/apis`. */
  path: string
  /** Logical name of the RestApi or Site behind it. */
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
}
