import { connect } from 'node:net'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Invocation } from '../../lambda/invocation.ts'
import { answering, cognito, route, seen, startGateway } from '../gateway-fixture.ts'

const missingToken = {
  status: 403,
  errorType: 'MissingAuthenticationTokenException',
  body: '{"message":"Missing Authentication Token"}',
}

describe('an unknown path or method', () => {
  const routes = [route('GET', '/notes'), route('ANY', '/any')]

  test.each([
    ['GET', '/nothing'],
    ['POST', '/notes'],
    ['HEAD', '/notes'],
    ['OPTIONS', '/notes'],
  ])('is refused for want of a token: %s %s', async (method, path) => {
    await using gateway = await startGateway({ routes })
    const answer = await seen(gateway.fetch(path, { method }))

    expect(answer).toEqual(method === 'HEAD' ? { ...missingToken, body: '' } : missingToken)
    expect(gateway.calls).toEqual([])
  })

  test('with a token of another kind is refused for its signature, without repeating it', async () => {
    await using gateway = await startGateway({ routes })
    const answer = await seen(gateway.fetch('/nothing', { headers: { authorization: 'Bearer s3cret' } }))

    expect(answer).toMatchObject({ status: 403, errorType: 'IncompleteSignatureException' })
    expect(JSON.parse(answer.body).message).toMatch(/^Invalid key=value pair .*: '[\w+/]{43}='\.$/)
  })

  test('that is signed is refused like one without a token', async () => {
    await using gateway = await startGateway({ routes })
    const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=x' }

    expect(await seen(gateway.fetch('/nothing', { headers }))).toEqual(missingToken)
  })

  test('is no such thing where ANY is defined', async () => {
    await using gateway = await startGateway({ routes })
    for (const method of ['HEAD', 'OPTIONS', 'PATCH']) {
      expect((await gateway.fetch('/any', { method })).status).toBe(200)
    }
  })
})

test.each(['/prod/notes', '/devil/notes', '/'])(
  'a path without the stage of the API is forbidden: %s',
  async path => {
    await using gateway = await startGateway({ routes: [route('GET', '/notes')] })
    const answer = await fetch(`http://127.0.0.1:${gateway.port}${path}`)

    expect(answer.status).toBe(403)
    expect(answer.headers.get('x-amzn-errortype')).toBe('ForbiddenException')
    expect(gateway.calls).toEqual([])
  },
)

test('the stage alone is the root resource', async () => {
  await using gateway = await startGateway({ routes: [route('GET', '/')] })
  expect((await gateway.fetch('')).status).toBe(200)
  expect(gateway.event()).toMatchObject({ resource: '/', path: '/', requestContext: { path: '/dev/' } })
})

test('what the gateway says by itself is JSON and carries its ids', async () => {
  await using gateway = await startGateway({ routes: [] })
  const { headers } = await gateway.fetch('/')

  expect(headers.get('content-type')).toBe('application/json')
  expect(headers.get('x-amzn-requestid')).toBeTruthy()
  expect(headers.get('x-amz-apigw-id')).toBeTruthy()
})

test('a validation expression that is no expression stops the start', async () => {
  const authorization = { ...cognito, validationExpression: '(' }
  await expect(startGateway({ routes: [route('GET', '/', { authorization })] })).rejects.toThrow(SyntaxError)
})

describe('a request that is too large', () => {
  const routes = [route('POST', '/')]

  test('is taken up to ten megabytes and not beyond', async () => {
    await using gateway = await startGateway({ routes })
    const post = (bytes: number) => gateway.fetch('/', { method: 'POST', body: 'x'.repeat(bytes) })

    expect((await post(10 * 1024 * 1024)).status).toBe(200)
    expect(await seen(post(10 * 1024 * 1024 + 1))).toMatchObject({ status: 413 })
    expect(gateway.calls).toHaveLength(1)
  })

  test('is refused when only Lambda’s limit is passed', async () => {
    const errorType = 'RequestTooLargeException'
    await using gateway = await startGateway({
      routes,
      invoke: async () => ({ ok: false, errorType, errorMessage: '' }),
    })
    expect(await seen(gateway.fetch('/', { method: 'POST', body: 'x' }))).toMatchObject({ status: 413 })
  })

  test('is refused for headers of more than 10,240 bytes, before anything else', async () => {
    await using gateway = await startGateway({ routes: [] })
    const get = (characters: number) => gateway.fetch('/', { headers: { 'x-big': 'x'.repeat(characters) } })

    expect((await get(9_500)).status).toBe(403)
    expect(await seen(get(10_240))).toMatchObject({ status: 431 })
  })
})

test('a throttled method takes a burst, then what its rate allows, and leaves others alone', async () => {
  const throttle = { ratePerSecond: 2, burst: 3 }
  await using gateway = await startGateway({ routes: [route('GET', '/a', { throttle }), route('GET', '/b')] })
  const statuses = async (count: number) => {
    const all: number[] = []
    for (let index = 0; index < count; index += 1) all.push((await gateway.fetch('/a')).status)
    return all
  }

  expect(await statuses(4)).toEqual([200, 200, 200, 429])
  expect((await gateway.fetch('/b')).status).toBe(200)
  gateway.clock.advance({ seconds: 1 })
  expect(await statuses(3)).toEqual([200, 200, 429])
  gateway.clock.advance({ hours: 1 })
  expect(await statuses(4)).toEqual([200, 200, 200, 429])
})

describe('a function', () => {
  const routes = [route('POST', '/')]
  afterEach(() => vi.useRealTimers())

  test('is given 29 seconds', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const called = Promise.withResolvers<void>()
    await using gateway = await startGateway({
      routes,
      invoke() {
        called.resolve()
        return new Promise<Invocation>(() => {})
      },
    })
    let isAnswered = false
    const answer = seen(gateway.fetch('/', { method: 'POST' })).finally(() => {
      isAnswered = true
    })
    await called.promise

    await vi.advanceTimersByTimeAsync(28_999)
    expect(isAnswered).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(await answer).toEqual({
      status: 504,
      errorType: 'InternalServerErrorException',
      body: '{"message": "Endpoint request timed out"}',
    })
  })

  test('is given as long as its integration says', async () => {
    const integration = { type: 'AWS_PROXY', functionId: 'slow', timeoutMs: 50 } as const
    await using gateway = await startGateway({
      routes: [route('GET', '/', { integration })],
      invoke: () => new Promise<Invocation>(() => {}),
    })
    expect((await gateway.fetch('/')).status).toBe(504)
  })

  test('that cannot be invoked at all is an error of the gateway', async () => {
    const fault = new Error('no such function')
    await using gateway = await startGateway({ routes, invoke: () => Promise.reject(fault) })

    expect(await seen(gateway.fetch('/', { method: 'POST' }))).toEqual({
      status: 500,
      errorType: 'InternalServerErrorException',
      body: '{"message": "Internal server error"}',
    })
    expect(gateway.errors).toEqual([fault])
  })
})

describe('a client that goes away', () => {
  const routes = [route('POST', '/')]

  test('in the middle of its body is forgotten', async () => {
    await using gateway = await startGateway({ routes })
    const arrived = new Promise(resolve => gateway.server.once('request', resolve))
    const socket = connect(gateway.port, '127.0.0.1')
    socket.write('POST /dev/ HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf of it')
    await arrived
    socket.destroy()

    expect(await Promise.all(gateway.handled)).toEqual([undefined])
    expect(gateway.calls).toEqual([])
    expect(gateway.errors).toEqual([])
  })

  test('during the invocation harms nobody', async () => {
    const called = Promise.withResolvers<void>()
    const invocation = Promise.withResolvers<Invocation>()
    await using gateway = await startGateway({
      routes,
      invoke() {
        called.resolve()
        return invocation.promise
      },
    })
    const closed = new Promise(resolve =>
      gateway.server.once('connection', socket => socket.once('close', resolve)),
    )
    const socket = connect(gateway.port, '127.0.0.1')
    socket.write('POST /dev/ HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n')
    await called.promise
    socket.destroy()
    await closed
    invocation.resolve(await answering({ statusCode: 200, body: 'too late' })())

    expect(await Promise.all(gateway.handled)).toEqual([undefined])
    expect(gateway.errors).toEqual([])
  })
})
