import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { evaluate } from './evaluate.ts'
import { testProject } from './project-fixture.ts'
import { readModel } from './read-model.ts'

const config = `
  const pool = new sst.aws.CognitoUserPool("Pool", { usernames: ["email"], mfa: "on", softwareToken: true, advancedSecurity: "audit", triggers: { preSignUp: "arn:aws:lambda:us-east-1:000000000000:function:elsewhere" } })
  pool.addClient("Client")
  new sst.aws.Bucket("Files")
  const secret = new sst.Secret("Token", "placeholder")

  const api = new sst.aws.ApiGatewayV1("Api", {
    cors: false,
    transform: { api: { minimumCompressionSize: "1024" } },
  })
  const authorizer = api.addAuthorizer({
    name: "Users",
    userPools: [pool.nodes.userPool.arn],
    identitySource: "method.request.header.X-Token",
  })
  const hello = { handler: "hello.handler", link: [secret], timeout: "3 seconds" }
  new sst.aws.Function("Direct", { ...hello, url: true, layers: ["arn:aws:lambda:us-east-1:1:layer:x:1"] })
  api.route("GET /open/{name}", hello)
  api.route("POST /closed", hello, { auth: { cognito: { authorizer: authorizer.id, scopes: ["a/b"] } } })
  api.route("GET /signed", hello, { auth: { iam: true } })
  api.route("GET /keyed", hello, { apiKey: true })
  api.deploy()
  new aws.apigateway.MethodSettings("Throttle", {
    restApi: api.nodes.api.id,
    stageName: $app.stage,
    methodPath: "closed/POST",
    settings: { throttlingRateLimit: 5, throttlingBurstLimit: 10 },
  })

  const router = new sst.aws.Router("Router")
  router.route("/api", api.url, { rewrite: { regex: "^/api", to: "/dev" } })`

test('a graph is read into what the engines run, and what they do not run is named', async () => {
  await using project = await testProject(config)
  await writeFile(join(project.root, 'hello.ts'), 'export const handler = () => ({ statusCode: 200 })')
  const model = readModel(await evaluate({ ...project, stage: 'dev', dev: true }))
  const api = model.apis.find(candidate => candidate.kind === 'rest')
  const [userPool] = model.userPools

  expect(userPool?.pool).toMatchObject({
    UsernameAttributes: ['email'],
    MfaConfiguration: 'ON',
    UsernameConfiguration: { CaseSensitive: false },
  })
  expect(userPool?.clients).toMatchObject([{ ClientName: 'Client', AllowedOAuthFlows: ['implicit', 'code'] }])
  expect(userPool?.clients[0]?.ClientSecret).toBeUndefined()

  expect(
    api?.routes.map(({ method, path, authorization, throttle }) => ({
      method,
      path,
      authorization,
      throttle,
    })),
  ).toEqual([
    { method: 'GET', path: '/open/{name}', authorization: { type: 'NONE' }, throttle: undefined },
    {
      method: 'POST',
      path: '/closed',
      authorization: {
        type: 'COGNITO_USER_POOLS',
        userPoolIds: [userPool?.pool.Id],
        header: 'X-Token',
        scopes: ['a/b'],
      },
      throttle: { ratePerSecond: 5, burst: 10 },
    },
  ])
  const integration = api?.routes[0]?.integration
  expect(integration).toMatchObject({ type: 'AWS_PROXY', timeoutMs: 29_000 })
  const open = model.functions.find(
    ({ id }) => integration?.type === 'AWS_PROXY' && id === integration.functionId,
  )
  expect(open).toMatchObject({
    handler: 'hello.handler',
    runtime: 'nodejs24.x',
    timeoutSeconds: 3,
    memoryMb: 1024,
    links: { Token: { value: 'placeholder', type: 'sst.sst.Secret' } },
  })
  expect(model.routers).toEqual([
    { id: 'Router', routes: [{ path: '/api', target: 'Api', rewrite: { regex: '^/api', to: '/dev' } }] },
  ])

  expect(model.unsupported.map(({ name, reason }) => `${name} ${reason}`).sort()).toEqual([
    'Api GET /keyed wants an API key, which is not checked offline',
    'Api GET /signed has an authorization that is not run offline',
    'Api has minimumCompressionSize, which is not run offline',
    'Client has OAuth flows, not run offline',
    'Direct has layers, which is not run offline',
    'DirectUrl is not run offline',
    'Files is not run offline',
    'Pool calls arn:aws:lambda:us-east-1:000000000000:function:elsewhere for PreSignUp, which is no function of this app',
    'Pool has threat protection, not run offline',
  ])
})
