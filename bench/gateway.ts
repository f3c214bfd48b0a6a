/** A protected GET through gateway and function: this app as `npm start` has it, and serverless-offline. */
import { rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import autocannon from 'autocannon'
import { installed } from './install.ts'
import { freePort, newPlace, type Running, startProgram } from './process.ts'

const root = join(import.meta.dirname, '..')
const stage = 'bench'
const serverlessOfflineVersion = '13.9.0'

export const gatewayNames = ['npm start', `serverless-offline ${serverlessOfflineVersion}`] as const

export const installServerlessOffline = () =>
  installed('serverless-offline', serverlessOfflineVersion, 'serverless@3.40.0')

export type GatewayResult = { pageMs: number; apiMs: number; ratePerSecond: number; idToken: string }

const connections = 16

/** The whole app, and somebody who has signed in. */
export async function measureApp(seconds: number): Promise<GatewayResult> {
  const [port, cognitoPort] = [await freePort(), await freePort()]
  const url = `http://localhost:${port}`
  const startedMs = performance.now()
  const app = await startProgram({
    name: 'npm start',
    args: [
      'packages/offline/src/cli.ts',
      '--port',
      `${port}`,
      '--cognito-port',
      `${cognitoPort}`,
      '--stage',
      stage,
    ],
    directory: root,
    env: {},
    compileCache: join(root, 'node_modules', '.cache', 'node'),
    isUp: () => hasStatus(200, `${url}/`),
  })
  return stopping(app, async () => {
    await until(() => hasStatus(401, `${url}/api/secret`))
    const apiMs = performance.now() - startedMs
    const idToken = await signedIn(url)
    const ratePerSecond = await rate(`${url}/api/secret`, idToken, seconds)
    return { pageMs: app.bootMs, apiMs, ratePerSecond, idToken }
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
  const answer = `{ statusCode: 200, body: JSON.stringify({ secret: '42' }) }`
  writeFileSync(join(place.directory, 'handler.cjs'), `exports.secret = async () => (${answer})\n`)
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
  await autocannon({ url, headers, connections, duration: 1 })
  const { requests, non2xx, errors } = await autocannon({ url, headers, connections, duration: seconds })
  if (non2xx + errors > 0) throw new Error(`${url}: ${non2xx + errors} requests failed.`)
  return requests.average
}

async function signedIn(url: string): Promise<string> {
  const username = `bench-${Date.now()}`
  const email = `${username}@example.test`
  const password = 'correct-horse-battery'
  await post(`${url}/api/sign-up`, { username, email, password })
  const [message] = (await (await fetch(`${url}/__offline/messages?to=${email}`)).json()) as {
    code: string
  }[]
  await post(`${url}/api/confirm`, { username, code: message?.code })
  const { idToken } = (await (await post(`${url}/api/sign-in`, { username, password })).json()) as {
    idToken: string
  }
  return idToken
}

async function post(url: string, body: object) {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`)
  return response
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
