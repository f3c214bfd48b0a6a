import { byType, type Graph, parentOf, type Resource } from './graph.ts'
import type { CognitoAuthorization, RestApi, RestRoute, Unsupported } from './model.ts'
import { functionIdOf } from './read-functions.ts'

/**
 * REST APIs with their routes. A method that asks for protection the gateway
 * cannot give is left out, so that it answers like an unknown path: never open.
 */
export function readApis(graph: Graph, unsupported: Unsupported[]): RestApi[] {
  return byType(graph, 'aws:apigateway/restApi:RestApi').map(api => {
    const ofApi = (type: string) => byType(graph, type).filter(({ inputs }) => inputs.restApi === api.id)
    const resources = ofApi('aws:apigateway/resource:Resource')
    const integrations = ofApi('aws:apigateway/integration:Integration')
    const authorizers = ofApi('aws:apigateway/authorizer:Authorizer')
    const validators = ofApi('aws:apigateway/requestValidator:RequestValidator')
    const models = ofApi('aws:apigateway/model:Model')
    const throttles = ofApi('aws:apigateway/methodSettings:MethodSettings')
    const id = parentOf(graph, api)?.name ?? api.name

    const pathOf = (resourceId: unknown): string => {
      const resource = resources.find(candidate => candidate.id === resourceId)
      if (!resource) return '/'
      const parentPath = pathOf(resource.inputs.parentId)
      return `${parentPath === '/' ? '' : parentPath}/${resource.inputs.pathPart}`
    }

    const routes = ofApi('aws:apigateway/method:Method').flatMap((method): RestRoute[] => {
      const { httpMethod, resourceId, requestValidatorId, apiKeyRequired } = method.inputs
      const path = pathOf(resourceId)
      const refuse = (reason: string) => {
        unsupported.push({ name: `${id} ${httpMethod} ${path}`, type: method.type, reason })
        return []
      }

      const integration = integrations.find(
        ({ inputs }) => inputs.resourceId === resourceId && inputs.httpMethod === httpMethod,
      )
      const functionId = functionIdOf(graph, integration?.inputs.uri)
      if (integration?.inputs.type !== 'AWS_PROXY' || !functionId) return refuse('has no function behind it')
      if (apiKeyRequired) return refuse('wants an API key, which is not checked offline')

      const authorization = readAuthorization(method, authorizers)
      if (!authorization) return refuse('has an authorization that is not run offline')

      const throttle = readThrottle(throttles, path, String(httpMethod))
      return [
        {
          method: String(httpMethod),
          path,
          resourceId: String(resourceId),
          functionId,
          authorization,
          validatesBody: validators.some(
            validator => validator.id === requestValidatorId && validator.inputs.validateRequestBody === true,
          ),
          requestModels: readModels(method, models),
          ...(throttle && { throttle }),
        },
      ]
    })

    const stage = ofApi('aws:apigateway/stage:Stage')[0]?.inputs.stageName
    return { id, apiId: api.id, stage: String(stage ?? graph.app.stage), routes }
  })
}

function readAuthorization(
  method: Resource,
  authorizers: Resource[],
): RestRoute['authorization'] | undefined {
  const { authorization, authorizerId, authorizationScopes } = method.inputs
  if (authorization === 'NONE') return { type: 'NONE' }
  const authorizer = authorizers.find(({ id }) => id === authorizerId)
  if (authorization !== 'COGNITO_USER_POOLS' || !authorizer) return undefined

  const { providerArns, identitySource, identityValidationExpression } = authorizer.inputs as {
    providerArns?: string[]
    identitySource?: string
    identityValidationExpression?: string
  }
  const result: CognitoAuthorization = {
    type: 'COGNITO_USER_POOLS',
    userPoolIds: (providerArns ?? []).map(arn => arn.split('userpool/').at(-1) ?? arn),
    header: identitySource?.split('method.request.header.').at(-1) ?? 'Authorization',
    scopes: (authorizationScopes as string[] | undefined) ?? [],
  }
  return identityValidationExpression
    ? { ...result, validationExpression: identityValidationExpression }
    : result
}

function readModels(method: Resource, models: Resource[]): Record<string, object> {
  const names = (method.inputs.requestModels ?? {}) as Record<string, string>
  const schemas = Object.entries(names).flatMap(([contentType, name]) => {
    const model = models.find(({ inputs }) => inputs.name === name)
    return model ? [[contentType, JSON.parse(String(model.inputs.schema))]] : []
  })
  return Object.fromEntries(schemas)
}

/** A method's own settings win over those of the whole stage. */
function readThrottle(settings: Resource[], path: string, method: string): RestRoute['throttle'] {
  const own = `${path.slice(1).replaceAll('/', '~1')}/${method}`
  const match =
    settings.find(({ inputs }) => inputs.methodPath === own) ??
    settings.find(({ inputs }) => inputs.methodPath === '*/*')
  const { throttlingRateLimit, throttlingBurstLimit } = (match?.inputs.settings ?? {}) as {
    throttlingRateLimit?: number
    throttlingBurstLimit?: number
  }
  if (throttlingRateLimit === undefined || throttlingRateLimit < 0) return undefined
  return { ratePerSecond: throttlingRateLimit, burst: throttlingBurstLimit ?? throttlingRateLimit }
}
