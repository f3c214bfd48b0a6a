import { beforeAll, describe, expect, test } from 'vitest'
import type { AppModel, HttpApi } from './model.ts'
import { modelOfProject } from './project-fixture.ts'

const config = `
  const pool = new sst.aws.CognitoUserPool("Pool", { usernames: ["email"] })
  const client = pool.addClient("Client")
  const fn = { handler: "hello.handler" }
  const issuer = $interpolate\`https://cognito-idp.us-east-1.amazonaws.com/\${pool.id}\`

  const http = new sst.aws.ApiGatewayV2("Http", {
    cors: {
      allowOrigins: ["https://app.example"],
      allowMethods: ["GET", "POST"],
      exposeHeaders: ["x-total"],
      allowCredentials: true,
      maxAge: "10 minutes",
    },
    transform: {
      stage: {
        stageVariables: { table: "notes" },
        defaultRouteSettings: { throttlingRateLimit: 100, throttlingBurstLimit: 200 },
        routeSettings: [{ routeKey: "GET /notes/{id}", throttlingRateLimit: 5 }],
      },
    },
  })
  const users = http.addAuthorizer({ name: "Users", jwt: { issuer, audiences: [client.id] } })
  const strangers = http.addAuthorizer({
    name: "Strangers",
    jwt: { issuer: "https://login.example", audiences: ["x"] },
  })
  const byQuery = http.addAuthorizer({
    name: "ByQuery",
    jwt: { issuer, audiences: [client.id], identitySource: "$request.querystring.token" },
  })
  const custom = http.addAuthorizer({ name: "Custom", lambda: { function: "hello.handler" } })
  http.route("GET /notes/{id}", fn, { auth: { jwt: { authorizer: users.id, scopes: ["a/b"] } } })
  http.route("POST /files/{proxy+}", fn, {
    auth: { jwt: { authorizer: byQuery.id } },
    transform: { integration: { timeoutMilliseconds: 5000 } },
  })
  http.route("$default", fn)
  http.route("GET /strangers", fn, { auth: { jwt: { authorizer: strangers.id } } })
  http.route("GET /custom", fn, { auth: { lambda: custom.id } })
  http.route("GET /signed", fn, { auth: { iam: true } })
  http.route("GET /old", fn, { transform: { integration: { payloadFormatVersion: "1.0" } } })
  http.routeUrl("GET /elsewhere", "https://example.com")

  new sst.aws.ApiGatewayV2("Careless", {
    cors: { allowCredentials: true },
  })
  const plain = new sst.aws.ApiGatewayV2("Plain", {
    transform: { stage: { defaultRouteSettings: { throttlingRateLimit: 0.5 } } },
  })
  plain.route("GET /", fn)
  new aws.apigatewayv2.Stage("Second", { apiId: plain.nodes.api.id, name: "v2", autoDeploy: true })`

let model: AppModel
let unsupported: (name: string) => string[]
let http: HttpApi

beforeAll(async () => {
  ;({ model, unsupported } = await modelOfProject(config))
  http = model.apis.find(({ id }) => id === 'Http') as HttpApi
})

describe('an HTTP API', () => {
  test('has its stage and its CORS', () => {
    expect(http).toMatchObject({
      stage: '$default',
      stageVariables: { table: 'notes' },
      cors: {
        allowOrigins: ['https://app.example'],
        allowMethods: ['GET', 'POST'],
        allowHeaders: ['*'],
        exposeHeaders: ['x-total'],
        allowCredentials: true,
        maxAgeSeconds: 600,
      },
    })
    expect(http.apiId).toMatch(/^[a-z0-9]{10}$/)
    expect(model.links.Http?.url).toBe(`https://${http.apiId}.execute-api.us-east-1.amazonaws.com`)
  })

  test('is open to all origins where nothing is said about CORS', () => {
    expect(model.apis.find(({ id }) => id === 'Plain')).toMatchObject({
      cors: { allowOrigins: ['*'], allowMethods: ['*'], allowHeaders: ['*'], allowCredentials: false },
      // Less than a request a second still lets one through.
      routes: [{ throttle: { ratePerSecond: 0.5, burst: 1 } }],
    })
  })

  test('has no CORS that API Gateway would refuse', () => {
    expect(model.apis.find(({ id }) => id === 'Careless')).not.toHaveProperty('cors')
    expect(unsupported('Careless')).toEqual([
      'Careless allows credentials to every origin, which API Gateway refuses, and so has no CORS',
    ])
  })

  test('has the routes that can be run, and no other', () => {
    const [pool] = model.userPools
    const ofPool = {
      type: 'JWT',
      userPoolId: pool?.pool.Id,
      audiences: [pool?.clients[0]?.ClientId],
    }
    const functionId = expect.stringMatching(/^HttpRoute\w+Handler$/)
    // The order is that in which their functions came to be.
    expect(http.routes.toSorted((a, b) => (a.routeKey < b.routeKey ? -1 : 1))).toEqual([
      {
        routeKey: '$default',
        functionId,
        timeoutMs: 30_000,
        authorization: { type: 'NONE' },
        throttle: { ratePerSecond: 100, burst: 200 },
      },
      {
        routeKey: 'GET /notes/{id}',
        functionId,
        timeoutMs: 30_000,
        authorization: { ...ofPool, source: { in: 'header', name: 'Authorization' }, scopes: ['a/b'] },
        throttle: { ratePerSecond: 5, burst: 200 },
      },
      {
        routeKey: 'POST /files/{proxy+}',
        functionId,
        timeoutMs: 5_000,
        authorization: { ...ofPool, source: { in: 'querystring', name: 'token' }, scopes: [] },
        throttle: { ratePerSecond: 100, burst: 200 },
      },
    ])
    for (const route of http.routes) {
      expect(model.functions).toContainEqual(expect.objectContaining({ id: route.functionId }))
    }
    expect(unsupported('Http')).toEqual([
      'Http GET /custom has an authorization that is not run offline',
      'Http GET /elsewhere has no function behind it',
      'Http GET /old wants events of format 1.0, which is not run offline',
      'Http GET /signed has an authorization that is not run offline',
      'Http GET /strangers trusts the issuer https://login.example, which is not run offline',
    ])
  })

  test('is run at one stage', () => {
    expect(unsupported('Plain')).toEqual(['Plain has a further stage Second, which is not run offline'])
  })
})
