import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import type { Context, PostConfirmationTriggerEvent } from 'aws-lambda'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'

/** What stands in for Cognito: the calls that came, and the statuses that it answers them with. */
const calls: { operation: unknown; input: unknown }[] = []
let statuses: number[] = []
const server = createServer(async (request, response) => {
  calls.push({ operation: request.headers['x-amz-target'], input: await json(request) })
  const status = statuses.shift() ?? 200
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' })
  response.end(status === 200 ? '{}' : '{"__type":"InternalErrorException","message":"Internal error"}')
})

let handler: typeof import('./end-sessions.ts').handler
beforeAll(async () => {
  server.listen(0, 'localhost')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  vi.stubEnv('AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER', `http://localhost:${port}`)
  vi.stubEnv('AWS_REGION', 'us-east-1')
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
  ;({ handler } = await import('./end-sessions.ts'))
})
afterAll(async () => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
beforeEach(() => {
  calls.length = 0
  statuses = []
  written.mockClear()
})
const logged = () => written.mock.calls.map(([line]) => JSON.parse(String(line)))

const event = {
  version: '1',
  triggerSource: 'PostConfirmation_ConfirmForgotPassword',
  region: 'us-east-1',
  userPoolId: 'us-east-1_Pool',
  userName: 'ada',
  callerContext: { awsSdkVersion: '3', clientId: 'client' },
  request: { userAttributes: { sub: 'sub-of-ada', email: 'ada@example.test' } },
  response: {},
} satisfies PostConfirmationTriggerEvent

const run = (given: PostConfirmationTriggerEvent) => handler(given, { awsRequestId: 'request' } as Context)

test('a reset password ends the sessions of its user', async () => {
  expect(await run(event)).toBe(event)
  expect(calls).toEqual([
    {
      operation: 'AWSCognitoIdentityProviderService.AdminUserGlobalSignOut',
      input: { UserPoolId: 'us-east-1_Pool', Username: 'ada' },
    },
  ])
  expect(logged()).toEqual([
    {
      time: expect.any(String),
      level: 'info',
      requestId: 'request',
      trigger: 'PostConfirmation_ConfirmForgotPassword',
      sub: 'sub-of-ada',
      outcome: 'ok',
    },
  ])
})

test('a confirmed sign-up ends nothing', async () => {
  const confirmed = { ...event, triggerSource: 'PostConfirmation_ConfirmSignUp' as const }
  expect(await run(confirmed)).toBe(confirmed)
  expect([calls, logged()]).toEqual([[], []])
})

test('one failure is made good', async () => {
  statuses = [500]
  expect(await run(event)).toBe(event)
  expect(calls).toHaveLength(2)
})

test('a sign-out that fails is told to the caller and logged, without a name', async () => {
  statuses = [500, 500]
  await expect(run(event)).rejects.toThrow('Sessions could not be ended.')
  expect(logged()).toMatchObject([
    {
      level: 'error',
      sub: 'sub-of-ada',
      outcome: 'sessions_live_on',
      error: { name: 'InternalErrorException' },
    },
  ])
  expect(JSON.stringify(logged())).not.toMatch(/"ada|ada@/)
})
