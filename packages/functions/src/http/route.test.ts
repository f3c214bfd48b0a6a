import { contract } from '@latchkey/core/contract'
import { AppError } from '@latchkey/core/errors'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { proxyEvent } from './event-fixture.ts'
import { refusedWith } from './refusal-with-cookies.ts'
import { route } from './route.ts'
import { unsignedToken } from './token-fixture.ts'

vi.hoisted(() => {
  vi.stubEnv('SST_RESOURCE_App', JSON.stringify({ name: 'latchkey', stage: 'test' }))
  vi.stubEnv('SST_RESOURCE_Auth', JSON.stringify({ clientId: 'client', clientSecret: 'client-secret' }))
})

const delivery = { medium: 'email' as const, destination: 'a***@e***' }
const account = { username: 'ada', email: 'ada@example.test', password: 'correct-horse-battery' }

let logged: string[]
beforeEach(() => {
  logged = []
  vi.spyOn(process.stdout, 'write').mockImplementation(line => Boolean(logged.push(String(line))))
})
afterEach(() => vi.restoreAllMocks())

const fromOwnPage = proxyEvent({ headers: { 'Sec-Fetch-Site': 'same-origin' } })
const logLine = () => JSON.parse(logged[0] ?? '')
const bodyOf = ({ body }: { body: string }) => JSON.parse(body)

describe('a public route', () => {
  const handler = route(contract.signUp, async () => ({ body: { delivery } }))

  test('answers with the status of its row and is never kept', async () => {
    const result = await handler(proxyEvent({ body: account }))
    expect(result).toMatchObject({
      statusCode: 201,
      headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' },
    })
    expect(bodyOf(result)).toEqual({ delivery })
  })

  test('says which fields are wrong, each in one sentence', async () => {
    const result = await handler(proxyEvent({ body: { username: 'a', email: 'nobody', password: 'short' } }))
    expect(result.statusCode).toBe(400)
    expect(bodyOf(result)).toMatchObject({
      code: 'invalid_request',
      requestId: 'request-1',
      fields: {
        username: 'Use at least 3 characters.',
        email: 'Enter a complete email address, like name@example.com.',
        password: 'Use at least 12 characters.',
      },
    })
  })

  test.each([
    ['a missing field', { ...account, email: undefined }, { email: 'This field is missing.' }],
    ['an unknown field', { ...account, role: 'admin' }, { role: 'This field is not known here.' }],
    ['a value of another type', { ...account, username: 7 }, { username: 'Enter a username.' }],
    ['an array', [], { body: 'Send a JSON object.' }],
    ['null', null, { body: 'Send a JSON object.' }],
  ])('refuses %s', async (_, body, fields) => {
    const result = await handler(proxyEvent({ body }))
    expect(result.statusCode).toBe(400)
    expect(bodyOf(result)).toMatchObject({ code: 'invalid_request', fields })
  })

  test('refuses a key that would reach a prototype', async () => {
    const body = `{"username":"ada","email":"ada@example.test","password":"correct-horse-battery","__proto__":{}}`
    expect((await handler(proxyEvent({ body }))).statusCode).toBe(400)
  })

  test.each(['{', '', 'username=ada', '{"username":"ada",}'])('refuses %j, which is not JSON', async body => {
    const result = await handler(proxyEvent({ body }))
    expect(result.statusCode).toBe(400)
    expect(bodyOf(result)).toMatchObject({ code: 'invalid_request', message: 'The body is not valid JSON.' })
  })

  test('refuses a body that does not say it is JSON', async () => {
    for (const headers of [{}, { 'content-type': 'text/plain' }, { 'Content-Type': 'application/jsonp' }]) {
      expect((await handler(proxyEvent({ body: account, headers }))).statusCode).toBe(415)
    }
  })

  test('takes a content type with parameters and in any case', async () => {
    const headers = { 'CONTENT-TYPE': 'Application/JSON; charset=UTF-8' }
    expect((await handler(proxyEvent({ body: account, headers }))).statusCode).toBe(201)
  })

  test('refuses more than 8 KB', async () => {
    const result = await handler(proxyEvent({ body: { ...account, password: 'x'.repeat(8 * 1024) } }))
    expect(result.statusCode).toBe(413)
    expect(bodyOf(result).code).toBe('payload_too_large')
  })

  test('takes a body in base64', async () => {
    const event = proxyEvent({ body: Buffer.from(JSON.stringify(account)).toString('base64') })
    expect((await handler({ ...event, isBase64Encoded: true })).statusCode).toBe(201)
  })

  test('logs one line without anything of the body', async () => {
    await handler(proxyEvent({ body: account }))
    expect(logged).toHaveLength(1)
    expect(logLine()).toMatchObject({
      level: 'info',
      requestId: 'request-1',
      route: 'POST /sign-up',
      outcome: 'ok',
      status: 201,
    })
    for (const value of Object.values(account)) expect(logged[0]).not.toContain(value)
  })
})

describe('a failure', () => {
  test('that was expected keeps its status, message and wait', async () => {
    const handler = route(contract.resendCode, () => {
      throw new AppError('too_many_attempts', undefined, { retryAfterSeconds: 900 })
    })
    const result = await handler(proxyEvent({ body: { username: 'ada' } }))
    expect(result).toMatchObject({ statusCode: 429, headers: { 'Retry-After': '900' } })
    expect(bodyOf(result)).toMatchObject({ code: 'too_many_attempts', requestId: 'request-1' })
    expect(logLine()).toMatchObject({ outcome: 'too_many_attempts', status: 429 })
    expect(logLine().error).toBeUndefined()
  })

  test('that was not is told in general and logged whole', async () => {
    const handler = route(contract.resendCode, () => {
      throw new TypeError('cannot read pool us-east-1_x')
    })
    const result = await handler(proxyEvent({ body: { username: 'ada' } }))
    expect(result.statusCode).toBe(500)
    expect(result.body).not.toContain('us-east-1_x')
    expect(logLine()).toMatchObject({
      level: 'error',
      outcome: 'internal',
      error: { name: 'TypeError', message: 'cannot read pool us-east-1_x' },
    })
  })

  test('of the service behind us is logged with its cause', async () => {
    const handler = route(contract.resendCode, () => {
      throw new AppError('upstream_timeout', undefined, { cause: new Error('socket hung up') })
    })
    await handler(proxyEvent({ body: { username: 'ada' } }))
    expect(logLine()).toMatchObject({ status: 504, error: { message: 'socket hung up' } })
  })
})

test('a reply with a stray field is a bug, not an answer', async () => {
  const reply = { delivery, password: 'leaked' }
  const handler = route(contract.signUp, async () => ({ body: reply }))
  const result = await handler(proxyEvent({ body: account }))
  expect(result.statusCode).toBe(500)
  expect(result.body).not.toContain('leaked')
  expect(logged[0]).not.toContain('leaked')
})

test('a reply of another form is logged without what is in it', async () => {
  const reply = { delivery: 'leaked' }
  const handler = route(contract.signUp, async () => ({ body: reply as never }))
  expect((await handler(proxyEvent({ body: account }))).statusCode).toBe(500)
  expect(logLine().error.message).toBe('Invalid type: Expected Object but received …')
  expect(logged[0]).not.toContain('leaked')
})

describe('a route for the signed-in', () => {
  const handler = route(contract.secret, ({ caller }) => ({ body: { secret: `for ${caller.sub}` } }))

  const claims = { sub: 'user-1', token_use: 'id', 'cognito:username': 'ada' }

  test('knows the caller by the permanent id', async () => {
    const result = await handler(proxyEvent({ claims }))
    expect(bodyOf(result)).toEqual({ secret: 'for user-1' })
    expect(logLine().sub).toBe('user-1')
  })

  test.each([undefined, { sub: 'user-1', token_use: 'access' }, { token_use: 'id' }])(
    'refuses the claims %j',
    async claims => {
      const result = await handler(proxyEvent(claims ? { claims: claims as Record<string, string> } : {}))
      expect(result.statusCode).toBe(401)
      expect(bodyOf(result).code).toBe('session_ended')
    },
  )
})

describe('an answer with cookies', () => {
  const cookies = ['__Host-refresh=r; Max-Age=60', '__Host-access=a; Max-Age=60']

  test('has a header for each', async () => {
    const handler = route(contract.signOut, () => ({ cookies }))
    const result = await handler(fromOwnPage)
    expect(result).toMatchObject({ statusCode: 204, body: '', multiValueHeaders: { 'Set-Cookie': cookies } })
  })

  test('reads those of the browser', async () => {
    const handler = route(contract.signInPasskey, ({ cookies }) => {
      expect(cookies).toEqual({ passkeyUser: 'p' })
      return { body: { challenge: null } }
    })
    expect((await handler(proxyEvent({ body: {}, cookie: '__Host-passkey-user=p' }))).statusCode).toBe(200)
  })

  test('has no such header where there are none', async () => {
    const handler = route(contract.signOut, () => ({ cookies: [] }))
    expect(await handler(fromOwnPage)).not.toHaveProperty('multiValueHeaders')
  })
})

describe('a refusal', () => {
  const refusing = (error: Error) =>
    route(contract.refreshSession, () =>
      refusedWith(
        ({ code }) => (code === 'session_ended' ? ['__Host-refresh=; Max-Age=0'] : []),
        Promise.reject(error),
      ),
    )(proxyEvent({ headers: {}, cookie: '__Host-refresh=r' }))

  test('brings the cookies that it calls for, and stays what it is', async () => {
    const cause = new Error('revoked')
    const result = await refusing(new AppError('session_ended', 'Over.', { cause, retryAfterSeconds: 9 }))
    expect(bodyOf(result)).toMatchObject({ code: 'session_ended', message: 'Over.' })
    expect(result).toMatchObject({
      statusCode: 401,
      headers: { 'Retry-After': '9' },
      multiValueHeaders: { 'Set-Cookie': ['__Host-refresh=; Max-Age=0'] },
    })
    expect(logLine().error).toBeUndefined()
  })

  test('that calls for none, and a bug, bring none', async () => {
    for (const error of [new AppError('busy'), new AppError('upstream_timeout'), new Error('a bug')]) {
      expect(await refusing(error)).not.toHaveProperty('multiValueHeaders')
    }
  })
})

test('what failed on the way is logged, and the answer is what it would have been', async () => {
  const problem = new AppError('upstream_timeout', undefined, { cause: new Error('no answer from Cognito') })
  const handler = route(contract.signOut, () => ({ problem }))
  expect((await handler(fromOwnPage)).statusCode).toBe(204)
  expect(logLine()).toMatchObject({
    outcome: 'ok',
    status: 204,
    error: { message: 'no answer from Cognito' },
  })
})

test('a parameter of the path is parsed', async () => {
  const handler = route(contract.removePasskey, () => ({}))
  const claims = {
    sub: 'user-1',
    token_use: 'id',
    'cognito:username': 'ada',
    auth_time: String(Date.now() / 1000),
  }
  const cookie = `__Host-access=${unsignedToken({ sub: 'user-1', token_use: 'access', auth_time: 1, iat: 1, exp: 2 })}`
  const remove = (id: string) => handler(proxyEvent({ method: 'DELETE', claims, cookie, params: { id } }))
  expect((await remove('AAAA_-09')).statusCode).toBe(204)
  const refused = await remove('not an id')
  expect([refused.statusCode, bodyOf(refused).code]).toEqual([400, 'invalid_request'])
})
