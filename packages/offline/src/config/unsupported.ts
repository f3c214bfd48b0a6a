/**
 * What a graph asks for and the runtime does not do, so that it can be named at
 * start: kinds of resources that are not listed here, and inputs of those that
 * are. What is listed is either run, or means nothing on one machine.
 */
import { type Graph, parentOf, type Resource, siteType } from './graph.ts'
import type { Unsupported } from './model.ts'

const anyValue = Symbol()

/** Inputs by name, with the values that are understood; `anyInput` where none of them changes anything here. */
type Inputs = Record<string, typeof anyValue | readonly unknown[]>
const anyInput = Symbol()

const named = (...names: string[]): Inputs => Object.fromEntries(names.map(name => [name, anyValue]))

const understood: Record<string, Inputs | typeof anyInput> = {
  'aws:apigateway/account:Account': anyInput,
  'aws:apigateway/authorizer:Authorizer': named(
    'authorizerUri',
    'identitySource',
    'identityValidationExpression',
    'name',
    'providerArns',
    'restApi',
    'type',
  ),
  'aws:apigateway/deployment:Deployment': named('restApi', 'triggers'),
  'aws:apigateway/integration:Integration': {
    ...named(
      'httpMethod',
      'integrationHttpMethod',
      'passthroughBehavior',
      'requestTemplates',
      'resourceId',
      'restApi',
      'timeoutMilliseconds',
      'type',
      'uri',
    ),
    responseTransferMode: ['BUFFERED'],
  },
  'aws:apigateway/integrationResponse:IntegrationResponse': named(
    'httpMethod',
    'resourceId',
    'responseParameters',
    'responseTemplates',
    'restApi',
    'selectionPattern',
    'statusCode',
  ),
  'aws:apigateway/method:Method': named(
    'apiKeyRequired',
    'authorization',
    'authorizationScopes',
    'authorizerId',
    'httpMethod',
    'operationName',
    'requestModels',
    'requestParameters',
    'requestValidatorId',
    'resourceId',
    'restApi',
  ),
  'aws:apigateway/methodResponse:MethodResponse': anyInput,
  'aws:apigateway/methodSettings:MethodSettings': named('methodPath', 'restApi', 'settings', 'stageName'),
  'aws:apigateway/model:Model': named('contentType', 'description', 'name', 'restApi', 'schema'),
  'aws:apigateway/requestValidator:RequestValidator': named(
    'name',
    'restApi',
    'validateRequestBody',
    'validateRequestParameters',
  ),
  'aws:apigateway/resource:Resource': named('parentId', 'pathPart', 'restApi'),
  'aws:apigateway/response:Response': named(
    'responseParameters',
    'responseTemplates',
    'responseType',
    'restApiId',
    'statusCode',
  ),
  'aws:apigateway/restApi:RestApi': named('binaryMediaTypes', 'description', 'endpointConfiguration', 'name'),
  'aws:apigateway/stage:Stage': named(
    'accessLogSettings',
    'deployment',
    'description',
    'restApi',
    'stageName',
    'variables',
  ),
  'aws:apigatewayv2/api:Api': {
    ...named('corsConfiguration', 'description', 'name', 'version'),
    protocolType: ['HTTP'],
  },
  // Routes with an authorizer that is a function are named themselves.
  'aws:apigatewayv2/authorizer:Authorizer': named(
    'apiId',
    'authorizerPayloadFormatVersion',
    'authorizerResultTtlInSeconds',
    'authorizerType',
    'authorizerUri',
    'enableSimpleResponses',
    'identitySources',
    'jwtConfiguration',
    'name',
  ),
  'aws:apigatewayv2/integration:Integration': {
    ...named(
      'apiId',
      'description',
      'integrationMethod',
      'integrationType',
      'integrationUri',
      'payloadFormatVersion',
      'timeoutMilliseconds',
    ),
    connectionType: ['INTERNET'],
  },
  'aws:apigatewayv2/route:Route': {
    ...named(
      'apiId',
      'authorizationScopes',
      'authorizationType',
      'authorizerId',
      'operationName',
      'routeKey',
      'target',
    ),
    apiKeyRequired: [false],
  },
  'aws:apigatewayv2/stage:Stage': {
    ...named(
      'accessLogSettings',
      'apiId',
      'defaultRouteSettings',
      'description',
      'name',
      'routeSettings',
      'stageVariables',
    ),
    autoDeploy: [true],
  },
  'aws:cloudfront/cachePolicy:CachePolicy': anyInput,
  'aws:cloudfront/distribution:Distribution': {
    ...named(
      'aliases',
      'comment',
      'customErrorResponses',
      'defaultCacheBehavior',
      'httpVersion',
      'isIpv6Enabled',
      'loggingConfig',
      'orderedCacheBehaviors',
      'origins',
      'priceClass',
      'restrictions',
      'tags',
      'viewerCertificate',
      'waitForDeployment',
    ),
    enabled: [true],
  },
  'aws:cloudfront/function:Function': {
    ...named('code', 'comment', 'keyValueStoreAssociations', 'name', 'publish'),
    runtime: ['cloudfront-js-2.0'],
  },
  'aws:cloudfront/keyValueStore:KeyValueStore': anyInput,
  'aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy': named(
    'comment',
    'customHeadersConfig',
    'name',
    'removeHeadersConfig',
    'securityHeadersConfig',
  ),
  'aws:cloudwatch/logGroup:LogGroup': anyInput,
  'aws:cognito/userPool:UserPool': anyInput,
  'aws:cognito/userPoolClient:UserPoolClient': anyInput,
  'aws:iam/role:Role': anyInput,
  'aws:iam/rolePolicy:RolePolicy': anyInput,
  'aws:lambda/function:Function': named(
    'architectures',
    'description',
    'environment',
    'ephemeralStorage',
    'handler',
    'loggingConfig',
    'memorySize',
    'name',
    'packageType',
    'publish',
    'role',
    'runtime',
    's3Bucket',
    's3Key',
    'timeout',
  ),
  'aws:lambda/permission:Permission': anyInput,
  'aws:s3/bucketObjectv2:BucketObjectv2': anyInput,
  'pulumi-nodejs:dynamic:Resource': anyInput,
  'pulumi:providers:aws': anyInput,
  'pulumi:pulumi:Stack': anyInput,
  'random:index/randomBytes:RandomBytes': anyInput,
  'sst:aws:ApiGatewayV1': anyInput,
  'sst:aws:ApiGatewayV1Authorizer': anyInput,
  'sst:aws:ApiGatewayV1IntegrationRoute': anyInput,
  'sst:aws:ApiGatewayV1LambdaRoute': anyInput,
  'sst:aws:ApiGatewayV2': anyInput,
  'sst:aws:ApiGatewayV2Authorizer': anyInput,
  'sst:aws:ApiGatewayV2LambdaRoute': anyInput,
  'sst:aws:ApiGatewayV2UrlRoute': anyInput,
  'sst:aws:CDN': anyInput,
  'sst:aws:CognitoUserPool': anyInput,
  'sst:aws:CognitoUserPoolClient': anyInput,
  'sst:aws:Function': anyInput,
  'sst:aws:Router': anyInput,
  'sst:aws:RouterUrlRoute': anyInput,
  'sst:aws:StaticSite': anyInput,
  'sst:sst:LinkRef': anyInput,
  'sst:sst:Linkable': anyInput,
  'sst:sst:Secret': anyInput,
}

export const understoodTypes: readonly string[] = Object.keys(understood)

export function findUnsupported(graph: Graph): Unsupported[] {
  return graph.resources.flatMap(resource => {
    const { type, inputs } = resource
    const known = understood[type]
    if (known === anyInput) return []
    if (known === undefined) {
      const parent = parentOf(graph, resource)
      // What a site is built by and uploaded to is run with it.
      if (parent?.type === siteType) return []
      // The parts of something that is not run need no mention of their own.
      if (parent && !understood[parent.type]) return []
      return [{ name: resource.name, type, reason: 'is not run offline' }]
    }
    return Object.entries(inputs)
      .filter(([name, value]) => !isUnderstood(known[name], value) && !isNamedItself(graph, value))
      .map(([name]) => ({
        name: ownerName(graph, resource),
        type,
        reason: `has ${name}, which is not run offline`,
      }))
  })
}

function isUnderstood(values: Inputs[string] | undefined, value: unknown): boolean {
  if (value === undefined || value === null || values === anyValue) return true
  return values?.includes(value) ?? false
}

/** What is not run, and refers to nothing but a resource that is not either, needs no second line. */
const isNamedItself = (graph: Graph, value: unknown) =>
  typeof value === 'string' &&
  graph.resources.some(({ type, state }) => state.arn === value && !understood[type])

/** The name that stands in the config: that of the component which made the resource. */
const ownerName = (graph: Graph, resource: Resource) => {
  const parent = parentOf(graph, resource)
  return parent && parent.type !== 'pulumi:pulumi:Stack' ? parent.name : resource.name
}
