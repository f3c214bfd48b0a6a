import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import {
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { testProject } from '../config/project-fixture.ts'
import { type Offline, startOffline } from '../start.ts'
import { StartError } from '../start-error.ts'
import { listenForApis } from './api-listeners.ts'

/** An app of APIs alone: no router, no site. */
const config = `
  const pool = new sst.aws.CognitoUserPool("Pool", { usernames: ["email"] })
  const client = pool.addClient("Client", {
    transform: { client: { allowedOauthFlowsUserPoolClient: false, explicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"] } },
  })
  const http = new sst.aws.ApiGatewayV2("Http")
  const rest = new sst.aws.ApiGatewayV1("Rest")
  const users = http.addAuthorizer({
    name: "Users",
    jwt: {
      issuer: $interpolate\`https://cognito-idp.us-east-1.amazonaws.com/\${pool.id}\`,
      audiences: [client.id],
    },
  })
  http.route("GET /links", { handler: "app.links", link: [http, rest] })
  http.route("GET /me", "app.me", { auth: { jwt: { authorizer: users.id } } })
  rest.route("GET /hello", "app.hello")
  rest.deploy()`

const handlers = `
  import { Resource } from 'sst'
  export const links = async () => ({ http: Resource.Http.url, rest: Resource.Rest.url })
  export const me = async event => event.requestContext.authorizer.jwt.claims
  export const hello = async event => ({ statusCode: 200, body: event.requestContext.path })`

describe('an app without a router', () => {
  let project: Awaited<ReturnType<typeof testProject>>
  let offline: Offline
  const urlOf = (id: string) => offline.apis.find(api => api.id === id)?.url ?? ''

  beforeAll(async () => {
    project = await testProject(config)
    await writeFile(join(project.root, 'app.ts'), handlers)
    offline = await startOffline({
      root: project.root,
      port: 0,
      cognitoPort: 0,
      users: 'memory',
      newCode: () => '123456',
    })
  })
  afterAll(async () => {
    await offline?.[Symbol.asyncDispose]()
    await project?.[Symbol.asyncDispose]()
  })

  test('has an address for each of its APIs, and nothing is left unsaid', () => {
    expect(urlOf('Http')).toMatch(/^http:\/\/localhost:\d+$/)
    expect(urlOf('Rest')).toMatch(/^http:\/\/localhost:\d+\/dev$/)
    expect(new Set([offline.url, urlOf('Http'), new URL(urlOf('Rest')).origin]).size).toBe(3)
    expect(offline.unsupported).toEqual([])
  })

  test('answers at them, with the stage in the path of a REST API', async () => {
    const hello = await fetch(`${urlOf('Rest')}/hello`)
    expect([hello.status, await hello.text()]).toEqual([200, '/dev/hello'])
    expect((await fetch(`${new URL(urlOf('Rest')).origin}/hello`)).status).toBe(403)
    expect((await fetch(`${urlOf('Http')}/nothing`)).status).toBe(404)
  })

  test('tells its functions these addresses', async () => {
    const links = await fetch(`${urlOf('Http')}/links`)
    expect(await links.json()).toEqual({ http: urlOf('Http'), rest: `${urlOf('Rest')}/` })
  })

  test.each(['Http', 'Rest'])('may be called by a page of another origin: %s', async id => {
    const path = id === 'Http' ? '/links' : '/hello'
    const headers = { origin: 'https://page.example', 'access-control-request-method': 'GET' }
    const preflight = await fetch(urlOf(id) + path, { method: 'OPTIONS', headers })

    expect(preflight.ok).toBe(true)
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
  })

  test('lets in whom its own Cognito has signed in, and nobody else', async () => {
    const [pool] = offline.model.userPools
    const ClientId = pool?.clients[0]?.ClientId ?? ''
    const [Username, Password] = ['ada@example.test', 'Correct-horse-7']
    const cognito = new CognitoIdentityProviderClient({
      endpoint: offline.cognitoUrl,
      region: 'us-east-1',
      credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
    })
    onTestFinished(() => cognito.destroy())
    await cognito.send(new SignUpCommand({ ClientId, Username, Password }))
    await cognito.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode: '123456' }))
    const { AuthenticationResult: tokens } = await cognito.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: Username, PASSWORD: Password },
      }),
    )
    const me = (authorization: string) => fetch(`${urlOf('Http')}/me`, { headers: { authorization } })

    expect(await (await me(`Bearer ${tokens?.IdToken}`)).json()).toMatchObject({
      token_use: 'id',
      aud: ClientId,
      email: Username,
    })
    expect(await (await me(`Bearer ${tokens?.AccessToken}`)).json()).toMatchObject({
      token_use: 'access',
      client_id: ClientId,
      iss: `https://cognito-idp.us-east-1.amazonaws.com/${pool?.pool.Id}`,
    })
    expect((await me('Bearer made-up')).status).toBe(401)

    // A gateway that only checks signatures does not hear of it.
    await cognito.send(new GlobalSignOutCommand({ AccessToken: tokens?.AccessToken }))
    expect((await me(`Bearer ${tokens?.AccessToken}`)).status).toBe(200)
  })

  test('has an inbox, and no page', async () => {
    expect((await fetch(`${offline.url}/__offline/health`)).status).toBe(200)
    expect((await fetch(offline.url)).status).toBe(404)
  })
})

test('an API behind a router is there and nowhere else, whichever its kind', async () => {
  await using project = await testProject(`
    const http = new sst.aws.ApiGatewayV2("Http", { cors: false })
    const router = new sst.aws.Router("Router")
    http.route("GET /links", { handler: "app.links", link: [http] })
    router.route("/v2", http.url, { rewrite: { regex: "^/v2", to: "" } })`)
  await writeFile(
    join(project.root, 'app.ts'),
    `import { Resource } from 'sst'
    export const links = async event => ({ path: event.rawPath, http: Resource.Http.url })`,
  )
  await using offline = await startOffline({
    root: project.root,
    port: 0,
    cognitoPort: 0,
    users: 'memory',
  })
  const url = `${offline.url}/v2`

  expect(offline.apis).toEqual([{ id: 'Http', url }])
  expect(await (await fetch(`${url}/links`)).json()).toEqual({ path: '/links', http: url })
  expect((await fetch(url)).headers.get('apigw-requestid')).toBeTruthy()
  expect((await fetch(`${offline.url}/links`)).headers.get('apigw-requestid')).toBeNull()
})

test('a port that is taken is told with the API, and with what listened before stopped', async () => {
  const blocker = createServer().listen(0, '127.0.0.1')
  await once(blocker, 'listening')
  const { port } = blocker.address() as AddressInfo
  const api = (id: string) => ({
    kind: 'http' as const,
    id,
    apiId: id,
    stage: '$default',
    stageVariables: {},
    routes: [],
  })
  const attempt = (firstPort: number) =>
    listenForApis({ apis: [api('First'), api('Second')], routers: [] }, firstPort)

  await expect(attempt(port)).rejects.toThrow(StartError)
  await expect(attempt(port)).rejects.toThrow(`Port ${port}, for the API First, is in use.`)
  await expect(attempt(port - 1)).rejects.toThrow(/^Port \d+, for the API (First|Second), is in use\./)
  blocker.close()

  await expect(attempt(65_536)).rejects.toThrow(
    new StartError('No port is left for the API First. Choose a lower one with --api-port.'),
  )
})
