/** The whole app as `npm start` has it; and a protected GET through gateway and function, beside serverless-offline. */
import { rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import autocannon from 'autocannon'
import { installed } from './install.ts'
import { freePort, newPlace, type Running, startProgram } from './process.ts'
import { call } from './wire.ts'

const root = join(import.meta.dirname, '..')
const stage = 'bench'
const serverlessOfflineVersion = '13.9.0'

export const gatewayNames = ['offline', `serverless-offline ${serverlessOfflineVersion}`] as const

export const installServerlessOffline = () =>
  installed('serverless-offline', serverlessOfflineVersion, 'serverless@3.40.0')

const connections = 16

const command = 'packages/offline/src/cli.ts'
const compileCache = join(root, 'node_modules', '.cache', 'node')

export async function measureStart() {
  const [port, cognitoPort] = [await freePort(), await freePort()]
  const url = `http://localhost:${port}`
  const startedMs = performance.now()
  const app = await startProgram({
    name: 'npm start',
    args: [command, '--port', `${port}`, '--cognito-port', `${cognitoPort}`, '--stage', stage],
    directory: root,
    env: {},
    compileCache,
    isUp: () => hasStatus(200, `${url}/`),
  })
  return stopping(app, async () => {
    await until(() => hasStatus(401, `${url}/api/secret`))
    return { pageMs: app.bootMs, apiMs: performance.now() - startedMs }
  })
}

/** The function behind the authorizer of both. */
const secret = `async () => ({ statusCode: 200, body: JSON.stringify({ secret: '42' }) })\n`

const config = `export default $config({
  app: () => ({ name: 'bench', home: 'aws' }),
  async run() {
    const pool = new sst.aws.CognitoUserPool('Pool', { usernames: ['email'] })
    const client = pool.addClient('Client', {
      transform: { client: { explicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] } },
    })
    const api = new sst.aws.ApiGatewayV2('Api')
    const issuer = $interpolate\`https://cognito-idp.us-east-1.amazonaws.com/\${pool.id}\`
    const users = api.addAuthorizer({ name: 'users', jwt: { issuer, audiences: [client.id] } })
    api.route('GET /secret', 'handler.secret', { auth: { jwt: { authorizer: users.id } } })
  },
})
`

/** An HTTP API with a JWT authorizer that verifies the token, and a function behind it. */
export async function measureOffline(seconds: number) {
  using place = newPlace()
  for (const part of ['node_modules', '.sst']) symlinkSync(join(root, part), join(place.directory, part))
  writeFileSync(join(place.directory, 'sst.config.ts'), config)
  writeFileSync(join(place.directory, 'handler.mjs'), `export const secret = ${secret}`)
  const [port, cognitoPort, apiPort] = [await freePort(), await freePort(), await freePort()]
  const ports = ['--port', `${port}`, '--cognito-port', `${cognitoPort}`, '--api-port', `${apiPort}`]
  const url = `http://127.0.0.1:${apiPort}/secret`
  const app = await startProgram({
    name: 'offline',
    args: [join(root, command), ...ports],
    directory: place.directory,
    env: {},
    compileCache,
    isUp: () => hasStatus(401, url),
  })
  return await stopping(app, async () => {
    const idToken = await signedIn(`http://127.0.0.1:${cognitoPort}`, `http://localhost:${port}`)
    return { idToken, ratePerSecond: await rate(url, idToken, seconds) }
  })
}

/** A function of the same kind behind a JWT authorizer that takes the same token. */
export async function measureServerlessOffline(seconds: number, idToken: string) {
  using place = newPlace()
  const [httpPort, lambdaPort] = [await freePort(), await freePort()]
  const url = `http://127.0.0.1:${httpPort}/secret`
  const modules = join(installServerlessOffline(), 'node_modules')
  symlinkSync(modules, join(place.directory, 'node_modules'))
  writeFileSync(join(place.directory, 'serverless.json'), JSON.stringify(serviceFor(idToken)))
  writeFileSync(join(place.directory, 'handler.cjs'), `exports.secret = ${secret}`)
  const server = await startProgram({
    name: 'serverless-offline',
    args: [
      join(modules, 'serverless', 'bin', 'serverless.js'),
      ...[
        'offline',
        'start',
        '--host',
        '127.0.0.1',
        '--httpPort',
        `${httpPort}`,
        '--lambdaPort',
        `${lambdaPort}`,
      ],
      '--ignoreJWTSignature',
    ],
    directory: place.directory,
    env: { SLS_TELEMETRY_DISABLED: '1', SLS_NOTIFICATIONS_MODE: 'off' },
    compileCache: undefined,
    isUp: () => hasStatus(401, url),
  })
  return await stopping(server, async () => ({
    bootMs: server.bootMs,
    ratePerSecond: await rate(url, idToken, seconds),
  }))
}

/** What the runtime has kept for the stage that nobody but this uses. */
export const forgetStage = () => rmSync(join(root, '.offline', stage), { recursive: true, force: true })

function serviceFor(idToken: string) {
  const { iss, aud } = JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString())
  const users = {
    type: 'jwt',
    identitySource: '$request.header.Authorization',
    issuerUrl: iss,
    audience: [aud],
  }
  return {
    service: 'bench',
    frameworkVersion: '3',
    configValidationMode: 'off',
    provider: {
      name: 'aws',
      runtime: 'nodejs20.x',
      region: 'eu-central-1',
      httpApi: { authorizers: { users } },
    },
    plugins: ['serverless-offline'],
    functions: {
      secret: {
        handler: 'handler.secret',
        events: [{ httpApi: { method: 'get', path: '/secret', authorizer: { name: 'users' } } }],
      },
    },
  }
}

async function rate(url: string, idToken: string, seconds: number) {
  const headers = { authorization: `Bearer ${idToken}` }
  await autocannon({ url, headers, connections, duration: 2 })
  const { requests, non2xx, errors } = await autocannon({ url, headers, connections, duration: seconds })
  if (non2xx + errors > 0) throw new Error(`${url}: ${non2xx + errors} requests failed.`)
  return requests.average
}

async function signedIn(cognitoUrl: string, url: string): Promise<string> {
  const Username = 'bench@example.test'
  const Password = 'Correct-horse-7'
  const { UserPools } = (await call(cognitoUrl, 'ListUserPools', { MaxResults: 1 })) as {
    UserPools: { Id: string }[]
  }
  const { UserPoolClients } = (await call(cognitoUrl, 'ListUserPoolClients', {
    UserPoolId: UserPools[0]?.Id,
  })) as { UserPoolClients: { ClientId: string }[] }
  const ClientId = UserPoolClients[0]?.ClientId
  await call(cognitoUrl, 'SignUp', {
    ClientId,
    Username,
    Password,
    UserAttributes: [{ Name: 'email', Value: Username }],
  })
  const [message] = (await (await fetch(`${url}/__offline/messages`)).json()) as { code: string }[]
  await call(cognitoUrl, 'ConfirmSignUp', { ClientId, Username, ConfirmationCode: message?.code })
  const { AuthenticationResult } = (await call(cognitoUrl, 'InitiateAuth', {
    ClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: Username, PASSWORD: Password },
  })) as { AuthenticationResult: { IdToken: string } }
  return AuthenticationResult.IdToken
}

async function hasStatus(status: number, url: string) {
  return fetch(url).then(
    async response => {
      await response.arrayBuffer()
      return response.status === status
    },
    () => false,
  )
}

async function until(isTrue: () => Promise<boolean>) {
  while (!(await isTrue())) await new Promise(resolve => setTimeout(resolve, 1))
}

async function stopping<Result>(running: Running, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } finally {
    await running.stop()
  }
}
