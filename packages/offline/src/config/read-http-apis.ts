import { byType, type Graph, type Properties, parentOf, type Resource } from './graph.ts'
import type { HttpApi, HttpCors, HttpRoute, Throttle, Unsupported } from './model.ts'
import { functionIdOf } from './read-functions.ts'
import { readStage } from './read-stage.ts'

/** API Gateway's own, for an integration that sets none. Milliseconds. */
const defaultTimeoutMs = 30_000

/** API Gateway HTTP APIs, as SST's `ApiGatewayV2` makes them. */
export function readHttpApis(graph: Graph, unsupported: Unsupported[]): HttpApi[] {
  const apis = byType(graph, 'aws:apigatewayv2/api:Api').filter(
    ({ inputs }) => inputs.protocolType === 'HTTP',
  )
  return apis.map(api => {
    const ofApi = (type: string) => byType(graph, type).filter(({ inputs }) => inputs.apiId === api.id)
    const integrations = ofApi('aws:apigatewayv2/integration:Integration')
    const authorizers = ofApi('aws:apigatewayv2/authorizer:Authorizer')
    const id = parentOf(graph, api)?.name ?? api.name
    const stage = readStage(graph, api, ofApi('aws:apigatewayv2/stage:Stage'), unsupported)

    const routes = ofApi('aws:apigatewayv2/route:Route').flatMap((route): HttpRoute[] => {
      const { routeKey, target } = route.inputs
      const refuse = (reason: string) => {
        unsupported.push({ name: `${id} ${routeKey}`, type: route.type, reason })
        return []
      }

      const integration =
        integrations.find(candidate => target === `integrations/${candidate.id}`)?.inputs ?? {}
      const functionId = functionIdOf(graph, integration.integrationUri)
      if (integration.integrationType !== 'AWS_PROXY' || !functionId)
        return refuse('has no function behind it')
      const format = integration.payloadFormatVersion ?? '1.0'
      if (format !== '2.0') return refuse(`wants events of format ${format}, which is not run offline`)

      const authorization = readAuthorization(graph, route, authorizers)
      if (typeof authorization === 'string') return refuse(authorization)
      const throttle = readThrottle(stage ?? {}, routeKey)
      return [
        {
          routeKey: String(routeKey),
          functionId,
          timeoutMs: Number(integration.timeoutMilliseconds ?? defaultTimeoutMs),
          authorization,
          ...(throttle && { throttle }),
        },
      ]
    })

    const cors = readCors(api, id, unsupported)
    return {
      kind: 'http',
      id,
      apiId: api.id,
      stage: String(stage?.name ?? '$default'),
      stageVariables: (stage?.stageVariables ?? {}) as Record<string, string>,
      routes: stage ? routes : [],
      ...(cors && { cors }),
    }
  })
}

/** The authorization of a route, or why it cannot be given. */
function readAuthorization(
  graph: Graph,
  route: Resource,
  authorizers: Resource[],
): HttpRoute['authorization'] | string {
  const { authorizationType = 'NONE', authorizerId, authorizationScopes } = route.inputs
  if (authorizationType === 'NONE') return { type: 'NONE' }
  const authorizer = authorizers.find(({ id }) => id === authorizerId)
  if (authorizationType !== 'JWT' || !authorizer) return 'has an authorization that is not run offline'

  const { jwtConfiguration, identitySources } = authorizer.inputs as {
    jwtConfiguration?: { issuer?: string; audiences?: string[] }
    identitySources?: string[]
  }
  const issuer = jwtConfiguration?.issuer
  const pool = byType(graph, 'aws:cognito/userPool:UserPool').find(
    ({ id }) => issuer === `https://cognito-idp.${graph.region}.amazonaws.com/${id}`,
  )
  if (!pool) return `trusts the issuer ${issuer}, which is not run offline`

  const [source = ''] = identitySources ?? []
  const [, place, name] = /^\$request\.(header|querystring)\.(.+)$/.exec(source) ?? []
  if (!place || !name) return `takes its token from ${source}, which is not read offline`
  return {
    type: 'JWT',
    userPoolId: pool.id,
    audiences: jwtConfiguration?.audiences ?? [],
    source: { in: place === 'header' ? 'header' : 'querystring', name },
    scopes: (authorizationScopes ?? []) as string[],
  }
}

/** A route's own settings win over those of all routes, one by one. */
function readThrottle(
  { defaultRouteSettings, routeSettings }: Properties,
  routeKey: unknown,
): Throttle | undefined {
  const own = ((routeSettings ?? []) as Properties[]).find(settings => settings.routeKey === routeKey)
  const { throttlingRateLimit, throttlingBurstLimit } = {
    ...(defaultRouteSettings as Properties | undefined),
    ...own,
  } as { throttlingRateLimit?: number; throttlingBurstLimit?: number }
  if (throttlingRateLimit === undefined) return undefined
  return { ratePerSecond: throttlingRateLimit, burst: throttlingBurstLimit ?? Math.ceil(throttlingRateLimit) }
}

function readCors({ inputs, type }: Resource, id: string, unsupported: Unsupported[]): HttpCors | undefined {
  const configuration = (inputs.corsConfiguration ?? {}) as Partial<HttpCors> & { maxAge?: number }
  if (Object.keys(configuration).length === 0) return undefined
  const { maxAge, ...lists } = configuration
  const cors = {
    allowOrigins: [],
    allowMethods: [],
    allowHeaders: [],
    exposeHeaders: [],
    allowCredentials: false,
    ...lists,
    ...(maxAge !== undefined && { maxAgeSeconds: maxAge }),
  }
  if (!cors.allowCredentials || !cors.allowOrigins.includes('*')) return cors
  unsupported.push({
    name: id,
    type,
    reason: 'allows credentials to every origin, which API Gateway refuses, and so has no CORS',
  })
  return undefined
}
