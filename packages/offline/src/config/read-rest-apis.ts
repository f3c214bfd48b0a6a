import { byType, type Graph, parentOf, type Resource } from './graph.ts'
import type { CognitoAuthorization, RestApi, RestRoute, Throttle, Unsupported } from './model.ts'
import { readGatewayResponses } from './read-gateway-responses.ts'
import { readIntegration } from './read-integration.ts'
import { readStage } from './read-stage.ts'

/** API Gateway REST APIs, as SST's `ApiGatewayV1` makes them. */
export function readRestApis(graph: Graph, unsupported: Unsupported[]): RestApi[] {
  return byType(graph, 'aws:apigateway/restApi:RestApi').map(api => {
    const ofApi = (type: string) => byType(graph, type).filter(({ inputs }) => inputs.restApi === api.id)
    const resources = ofApi('aws:apigateway/resource:Resource')
    const authorizers = ofApi('aws:apigateway/authorizer:Authorizer')
    const validators = ofApi('aws:apigateway/requestValidator:RequestValidator')
    const models = ofApi('aws:apigateway/model:Model')
    const id = parentOf(graph, api)?.name ?? api.name
    const stage = readStage(graph, api, ofApi('aws:apigateway/stage:Stage'), unsupported)
    const settings = ofApi('aws:apigateway/methodSettings:MethodSettings').filter(
      ({ inputs }) => inputs.stageName === stage?.stageName,
    )

    const pathOf = (resourceId: unknown): string => {
      const resource = resources.find(candidate => candidate.id === resourceId)
      if (!resource) return '/'
      const parentPath = pathOf(resource.inputs.parentId)
      return `${parentPath === '/' ? '' : parentPath}/${resource.inputs.pathPart}`
    }

    const routes = ofApi('aws:apigateway/method:Method').flatMap((resource): RestRoute[] => {
      const { httpMethod, resourceId, requestValidatorId, apiKeyRequired } = resource.inputs
      const path = pathOf(resourceId)
      const method = String(httpMethod)
      const refuse = (reason: string) => {
        unsupported.push({ name: `${id} ${method} ${path}`, type: resource.type, reason })
        return []
      }

      const integration = readIntegration(graph, resource)
      if (typeof integration === 'string') return refuse(integration)
      if (apiKeyRequired) return refuse('wants an API key, which is not checked offline')
      const authorization = readAuthorization(graph, resource, authorizers)
      if (typeof authorization === 'string') return refuse(authorization)

      const validator = validators.find(candidate => candidate.id === requestValidatorId)?.inputs
      const validatesBody = validator?.validateRequestBody === true
      const unknownModel = namesOfModels(resource).find(([, name]) => !modelOf(models, name))?.[1]
      if (validatesBody && unknownModel)
        return refuse(`wants the model ${unknownModel}, which is not run offline`)
      const throttle = readThrottle(settings, path, method)
      return [
        {
          method,
          path,
          resourceId: String(resourceId),
          integration,
          authorization,
          validatesBody,
          requestModels: readModels(resource, models),
          requiredParameters: validator?.validateRequestParameters === true ? readRequired(resource) : [],
          ...(throttle && { throttle }),
        },
      ]
    })

    const endpoint = (api.inputs.endpointConfiguration ?? {}) as { types?: string | string[] }
    const endpointTypes = [endpoint.types ?? 'EDGE'].flat()
    if (endpointTypes.includes('PRIVATE')) {
      unsupported.push({ name: id, type: api.type, reason: 'is private to a VPC, which is not run offline' })
    }
    refuseCaches(settings, id, unsupported)
    refusePaths(settings, id, unsupported)
    return {
      kind: 'rest',
      id,
      apiId: api.id,
      stage: String(stage?.stageName ?? graph.app.stage),
      stageVariables: (stage?.variables ?? {}) as Record<string, string>,
      routes: stage ? routes : [],
      isEdge: endpointTypes.includes('EDGE'),
      binaryMediaTypes: (api.inputs.binaryMediaTypes ?? []) as string[],
      gatewayResponses: readGatewayResponses(graph, api, id, unsupported),
    }
  })
}

/** The authorization of a method, or why it cannot be given. */
function readAuthorization(
  graph: Graph,
  method: Resource,
  authorizers: Resource[],
): RestRoute['authorization'] | string {
  const { authorization, authorizerId, authorizationScopes } = method.inputs
  if (authorization === 'NONE') return { type: 'NONE' }
  const authorizer = authorizers.find(({ id }) => id === authorizerId)
  if (authorization !== 'COGNITO_USER_POOLS' || !authorizer)
    return 'has an authorization that is not run offline'

  const { providerArns, identitySource, identityValidationExpression } = authorizer.inputs as {
    providerArns?: string[]
    identitySource?: string
    identityValidationExpression?: string
  }
  const prefix = 'method.request.header.'
  const source = identitySource ?? `${prefix}Authorization`
  if (!source.startsWith(prefix)) return `takes its token from ${source}, which is not read offline`

  if (identityValidationExpression && !isRegExp(identityValidationExpression)) {
    return `has the validation expression ${identityValidationExpression}, which cannot be read offline`
  }

  const userPoolIds = (providerArns ?? []).map(arn => arn.split('userpool/').at(-1) ?? arn)
  const known = byType(graph, 'aws:cognito/userPool:UserPool').map(({ id }) => id)
  const foreign = userPoolIds.find(id => !known.includes(id))
  if (foreign) return `trusts the user pool ${foreign}, which is not run offline`

  const result: CognitoAuthorization = {
    type: 'COGNITO_USER_POOLS',
    userPoolIds,
    header: source.slice(prefix.length),
    scopes: (authorizationScopes as string[] | undefined) ?? [],
  }
  return identityValidationExpression
    ? { ...result, validationExpression: identityValidationExpression }
    : result
}

/** Java has expressions that JavaScript does not, `(?i)` at the beginning among them. */
function isRegExp(text: string): boolean {
  try {
    return Boolean(new RegExp(text))
  } catch {
    return false
  }
}

function readModels(method: Resource, models: Resource[]): Record<string, object> {
  const schemas = namesOfModels(method).flatMap(([contentType, name]) => {
    const model = modelOf(models, name)
    return model ? [[contentType, JSON.parse(String(model.inputs.schema))]] : []
  })
  return Object.fromEntries(schemas)
}

/** By content type. `Empty` and `Error` are there without anybody having made them. */
const namesOfModels = ({ inputs }: Resource) =>
  Object.entries((inputs.requestModels ?? {}) as Record<string, string>)

const modelOf = (models: Resource[], name: string) => models.find(({ inputs }) => inputs.name === name)

/** Parameters that are declared and not required only document the method. */
function readRequired({ inputs }: Resource): string[] {
  return Object.entries((inputs.requestParameters ?? {}) as Record<string, boolean>)
    .filter(([, isRequired]) => isRequired)
    .map(([parameter]) => parameter)
}

/** A method's own settings win over those of the whole stage. A limit below zero is none. */
function readThrottle(settings: Resource[], path: string, method: string): Throttle | undefined {
  const find = (methodPath: string) =>
    settings.find(({ inputs }) => pathOfSettings(inputs.methodPath) === methodPath)
  const match = find(pathOfSettings(`${path}/${method}`)) ?? find('*/*')
  const { throttlingRateLimit: rate = -1, throttlingBurstLimit: burst = -1 } = (match?.inputs.settings ??
    {}) as { throttlingRateLimit?: number; throttlingBurstLimit?: number }
  if (rate < 0) return undefined
  return { ratePerSecond: rate, burst: burst < 0 ? Math.ceil(rate) : burst }
}

/** The slashes of the path are written `~1`, and the first may be missing. */
const pathOfSettings = (methodPath: unknown) => String(methodPath).replaceAll('~1', '/').replace(/^\/+/, '')

function refuseCaches(settings: Resource[], id: string, unsupported: Unsupported[]) {
  for (const { inputs, type } of settings) {
    const { cachingEnabled } = inputs.settings as { cachingEnabled?: boolean }
    if (!cachingEnabled) continue
    unsupported.push({ name: id, type, reason: `caches ${inputs.methodPath}, which is not run offline` })
  }
}

/**
 * One slash is not escaped: that before the method. With any other a deploy ends in "Invalid method setting path".
 * https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateStage.html
 */
function refusePaths(settings: Resource[], id: string, unsupported: Unsupported[]) {
  for (const { inputs, type } of settings) {
    if (/^[^/]+\/[^/]+$/.test(String(inputs.methodPath))) continue
    const reason = `has settings for ${inputs.methodPath}, which API Gateway refuses: a slash in a path is ~1`
    unsupported.push({ name: id, type, reason })
  }
}
