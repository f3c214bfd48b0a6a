import { beforeAll, describe, expect, test } from 'vitest'
import type { AppModel, RestApi } from './model.ts'
import { modelOfProject } from './project-fixture.ts'

const config = `
  const pool = new sst.aws.CognitoUserPool("Pool", { usernames: ["email"] })
  const fn = { handler: "hello.handler" }
  const rest = new sst.aws.ApiGatewayV1("Rest", {
    transform: {
      api: { binaryMediaTypes: ["image/*"] },
      stage: { variables: { table: "notes" } },
    },
  })
  const validator = new aws.apigateway.RequestValidator("Validator", {
    restApi: rest.nodes.api.id,
    validateRequestParameters: true,
  })
  rest.route("GET /notes", fn, {
    transform: {
      method: {
        requestValidatorId: validator.id,
        requestParameters: { "method.request.querystring.page": true, "method.request.header.X-Old": false },
      },
      integration: { timeoutMilliseconds: 2000 },
    },
  })
  const foreign = rest.addAuthorizer({
    name: "Foreign",
    userPools: ["arn:aws:cognito-idp:us-east-1:1:userpool/us-east-1_Foreign"],
  })
  rest.route("GET /foreign", fn, { auth: { cognito: { authorizer: foreign.id } } })
  const java = rest.addAuthorizer({
    name: "Java",
    userPools: [pool.arn],
    transform: { authorizer: { identityValidationExpression: "(?i)client" } },
  })
  rest.route("GET /java", fn, { auth: { cognito: { authorizer: java.id } } })
  const bodies = new aws.apigateway.RequestValidator("Bodies", {
    restApi: rest.nodes.api.id,
    validateRequestBody: true,
  })
  rest.route("POST /notes", fn, {
    transform: { method: { requestValidatorId: bodies.id, requestModels: { "application/json": "Empty" } } },
  })
  rest.route("PUT /notes", fn, { transform: { method: { requestModels: { "application/json": "Empty" } } } })
  rest.routeIntegration("GET /http", { type: "http", integrationHttpMethod: "GET", uri: "https://example.com" })
  const head = {
    restApi: rest.nodes.api.id,
    resourceId: rest.nodes.api.rootResourceId,
    httpMethod: new aws.apigateway.Method("Head", {
      restApi: rest.nodes.api.id,
      resourceId: rest.nodes.api.rootResourceId,
      httpMethod: "HEAD",
      authorization: "NONE",
    }).httpMethod,
  }
  new aws.apigateway.Integration("HeadMock", { ...head, type: "MOCK" })
  new aws.apigateway.IntegrationResponse("HeadAnswer", { ...head, statusCode: "204" })
  new aws.apigateway.Response("NoToken", {
    restApiId: rest.nodes.api.id,
    responseType: "MISSING_AUTHENTICATION_TOKEN",
    statusCode: "404",
    responseTemplates: { "application/json": '{"id":"$context.requestId"}' },
  })
  new aws.apigateway.Response("Clever", {
    restApiId: rest.nodes.api.id,
    responseType: "THROTTLED",
    responseTemplates: { "application/json": '#set($x = 1)$x' },
  })
  rest.deploy()
  const all = (methodPath, settings, stageName = $app.stage) =>
    new aws.apigateway.MethodSettings("Settings" + methodPath.length + stageName, {
      restApi: rest.nodes.api.id, stageName, methodPath, settings,
    })
  all("*/*", { throttlingRateLimit: 1, cachingEnabled: true }, "another")
  all("*/*", { throttlingRateLimit: 50, throttlingBurstLimit: 60, cachingEnabled: true })
  all("~1notes/GET", { throttlingRateLimit: 4.5, throttlingBurstLimit: -1 })
  all("notes/old/GET", { throttlingRateLimit: 1 })

  new sst.aws.ApiGatewayV1("Undeployed").route("GET /open", fn)
  new sst.aws.ApiGatewayV1("Hidden", { endpoint: { type: "private", vpcEndpointIds: ["vpce-1"] } }).deploy()
  new sst.aws.ApiGatewayV1("Near", { endpoint: { type: "regional" } }).deploy()`

let model: AppModel
let unsupported: (name: string) => string[]
let rest: RestApi

beforeAll(async () => {
  ;({ model, unsupported } = await modelOfProject(config))
  rest = model.apis.find(({ id }) => id === 'Rest') as RestApi
})

describe('a REST API', () => {
  const routeOf = (method: string, path: string) =>
    rest.routes.find(route => route.method === method && route.path === path)

  test('has its stage and its binary media types', () => {
    expect(rest).toMatchObject({
      stage: 'dev',
      stageVariables: { table: 'notes' },
      binaryMediaTypes: ['image/*'],
    })
  })

  test('asks for the parameters that are required, within the limits of the method', () => {
    expect(routeOf('GET', '/notes')).toMatchObject({
      integration: { type: 'AWS_PROXY', timeoutMs: 2_000 },
      validatesBody: false,
      requiredParameters: ['method.request.querystring.page'],
      throttle: { ratePerSecond: 4.5, burst: 5 },
    })
    expect(routeOf('OPTIONS', '/notes')?.throttle).toEqual({ ratePerSecond: 50, burst: 60 })
  })

  test('answers preflight requests and refusals as SST’s CORS makes it', () => {
    expect(routeOf('OPTIONS', '/notes')).toMatchObject({
      authorization: { type: 'NONE' },
      integration: {
        type: 'MOCK',
        requestTemplates: { 'application/json': '{ statusCode: 200 }' },
        passthroughBehavior: 'WHEN_NO_MATCH',
        responses: [
          {
            statusCode: 204,
            headers: {
              'Access-Control-Allow-Headers': "'*'",
              'Access-Control-Allow-Methods': "'OPTIONS,GET,PUT,POST,DELETE,PATCH,HEAD'",
              'Access-Control-Allow-Origin': "'*'",
            },
            templates: {},
          },
        ],
      },
    })
    const cors = {
      headers: { 'Access-Control-Allow-Origin': "'*'", 'Access-Control-Allow-Headers': "'*'" },
      templates: { 'application/json': '{"message":$context.error.messageString}' },
    }
    expect(rest.gatewayResponses).toEqual({
      DEFAULT_4XX: cors,
      DEFAULT_5XX: cors,
      MISSING_AUTHENTICATION_TOKEN: {
        statusCode: 404,
        headers: {},
        templates: { 'application/json': '{"id":"$context.requestId"}' },
      },
    })
  })

  test('is at the edge unless it says otherwise, and never private', () => {
    const isEdge = (id: string) => model.apis.find(api => api.id === id && api.kind === 'rest' && api.isEdge)
    expect(isEdge('Rest')).toBeDefined()
    expect(isEdge('Near')).toBeUndefined()
    expect(unsupported('Hidden')).toEqual(['Hidden is private to a VPC, which is not run offline'])
  })

  test('names what it does not run, and leaves it out', () => {
    const keys = rest.routes.map(({ method, path }) => `${method} ${path}`)
    expect(keys.filter(key => !key.startsWith('OPTIONS')).sort()).toEqual(['GET /notes', 'PUT /notes'])
    expect(unsupported('Rest')).toEqual([
      'Rest GET /foreign trusts the user pool us-east-1_Foreign, which is not run offline',
      'Rest GET /http has no function behind it',
      'Rest GET /java has the validation expression (?i)client, which cannot be read offline',
      'Rest HEAD / answers 204, which no method response declares',
      'Rest POST /notes wants the model Empty, which is not run offline',
      'Rest THROTTLED has #set in a template, which is not run offline',
      'Rest caches */*, which is not run offline',
      'Rest has settings for notes/old/GET, which API Gateway refuses: a slash in a path is ~1',
    ])
  })

  test('has nothing to answer before it is deployed', () => {
    expect(model.apis.find(({ id }) => id === 'Undeployed')?.routes).toEqual([])
    expect(unsupported('Undeployed')).toEqual(['Undeployed is not deployed: it has no stage'])
  })
})
