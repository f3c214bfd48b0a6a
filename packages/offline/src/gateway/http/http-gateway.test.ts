import { connect } from 'node:net'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Invocation } from '../../lambda/invocation.ts'
import { httpRoute, jwt, startHttpGateway } from '../gateway-fixture.ts'

async function answer(pending: Promise<Response>) {
  const response = await pending
  return { status: response.status, body: await response.text() }
}

const notFound = { status: 404, body: '{"message":"Not Found"}' }
const internal = { status: 500, body: '{"message":"Internal Server Error"}' }

describe('an unknown route', () => {
  test.each([
    ['GET', '/nothing'],
    ['POST', '/notes'],
    ['GET', '/notes/'],
  ])('is not found: %s %s', async (method, path) => {
    await using gateway = await startHttpGateway({ routes: [httpRoute('GET /notes')] })

    expect(await answer(gateway.fetch(path, { method }))).toEqual(notFound)
    expect(gateway.calls).toEqual([])
  })

  test('is found out before any token is looked at', async () => {
    const routes = [httpRoute('GET /notes', { authorization: jwt })]
    await using gateway = await startHttpGateway({ routes })

    expect(await answer(gateway.fetch('/nothing'))).toEqual(notFound)
    expect((await gateway.fetch('/notes')).status).toBe(401)
  })

  test('is one of a stage that does not exist', async () => {
    await using gateway = await startHttpGateway({ routes: [httpRoute('GET /notes')], stage: 'v1' })

    expect(await answer(gateway.fetch('/notes'))).toEqual(notFound)
    expect(await answer(gateway.fetch('/v10/notes'))).toEqual(notFound)
    expect((await gateway.fetch('/v1/notes')).status).toBe(200)
    expect(gateway.event()).toMatchObject({ rawPath: '/v1/notes' })
  })

  test('is not found out where the path cannot be decoded', async () => {
    await using gateway = await startHttpGateway({ routes: [httpRoute('$default')] })
    expect((await gateway.fetch('/%zz')).status).toBe(400)
  })
})

test('every answer is JSON with the id of the event, whoever gives it', async () => {
  await using gateway = await startHttpGateway({ routes: [httpRoute('GET /notes')] })
  const good = await gateway.fetch('/notes')
  const bad = await gateway.fetch('/nothing')

  expect(good.headers.get('apigw-requestid')).toBe(gateway.event().requestContext.requestId)
  expect(bad.headers.get('apigw-requestid')).toMatch(/^[\w-]{15}=$/)
  expect(bad.headers.get('content-type')).toBe('application/json')
})

test('HEAD is answered without a body', async () => {
  await using gateway = await startHttpGateway({ routes: [httpRoute('ANY /notes')] })
  const response = await gateway.fetch('/nothing', { method: 'HEAD' })
  expect([response.status, await response.text()]).toEqual([404, ''])
})

describe('a request that is too large', () => {
  const routes = [httpRoute('POST /'), httpRoute('GET /')]

  test('is taken up to ten megabytes and not beyond', async () => {
    await using gateway = await startHttpGateway({ routes })
    const post = (bytes: number) => gateway.fetch('/', { method: 'POST', body: 'x'.repeat(bytes) })

    expect((await post(10 * 1024 * 1024)).status).toBe(200)
    expect((await post(10 * 1024 * 1024 + 1)).status).toBe(413)
    expect(gateway.calls).toHaveLength(1)
  })

  test('is refused when only Lambda’s limit is passed', async () => {
    const errorType = 'RequestTooLargeException'
    await using gateway = await startHttpGateway({
      routes,
      invoke: async () => ({ ok: false, errorType, errorMessage: '' }),
    })
    expect((await gateway.fetch('/', { method: 'POST', body: 'x' })).status).toBe(413)
  })

  test('is refused for a request line and headers of more than 10,240 bytes', async () => {
    await using gateway = await startHttpGateway({ routes })
    const half = 'x'.repeat(5_000)

    expect((await gateway.fetch(`/?${half}`)).status).toBe(200)
    expect((await gateway.fetch('/', { headers: { 'x-big': half } })).status).toBe(200)
    expect((await gateway.fetch(`/?${half}`, { headers: { 'x-big': half } })).status).toBe(200)
    expect((await gateway.fetch(`/?${half}${half}`, { headers: { 'x-big': half } })).status).toBe(431)
  })
})

test('a throttled route takes a burst, then what its rate allows, and leaves others alone', async () => {
  const throttle = { ratePerSecond: 2, burst: 1 }
  await using gateway = await startHttpGateway({
    routes: [httpRoute('GET /a', { throttle }), httpRoute('GET /b')],
  })
  const status = async (path: string) => (await gateway.fetch(path)).status

  expect([await status('/a'), await status('/a'), await status('/b')]).toEqual([200, 429, 200])
  gateway.clock.advance({ seconds: 1 })
  expect(await status('/a')).toBe(200)
})

describe('a function', () => {
  afterEach(() => vi.useRealTimers())

  test.each<[string, Invocation]>([
    ['throws', { ok: false, errorType: 'TypeError', errorMessage: 'secret' }],
    ['runs out of time', { ok: false, errorType: 'Sandbox.Timedout', errorMessage: 'x', timedOut: true }],
  ])('that %s is an error of the API', async (_, invocation) => {
    await using gateway = await startHttpGateway({
      routes: [httpRoute('GET /')],
      invoke: async () => invocation,
    })
    expect(await answer(gateway.fetch('/'))).toEqual(internal)
  })

  test('that cannot be invoked at all is one too, and is reported', async () => {
    const fault = new Error('no such function')
    await using gateway = await startHttpGateway({
      routes: [httpRoute('GET /')],
      invoke: () => Promise.reject(fault),
    })
    expect(await answer(gateway.fetch('/'))).toEqual(internal)
    expect(gateway.errors).toEqual([fault])
  })

  test('is given 30 seconds', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const called = Promise.withResolvers<void>()
    await using gateway = await startHttpGateway({
      routes: [httpRoute('GET /')],
      invoke() {
        called.resolve()
        return new Promise<Invocation>(() => {})
      },
    })
    let isAnswered = false
    const pending = gateway.fetch('/').finally(() => {
      isAnswered = true
    })
    await called.promise

    await vi.advanceTimersByTimeAsync(29_999)
    expect(isAnswered).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect((await pending).status).toBe(503)
  })
})

test('a client that goes away in the middle of its body is forgotten', async () => {
  await using gateway = await startHttpGateway({ routes: [httpRoute('POST /')] })
  const arrived = new Promise(resolve => gateway.server.once('request', resolve))
  const socket = connect(gateway.port, '127.0.0.1')
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf of it')
  await arrived
  socket.destroy()

  expect(await Promise.all(gateway.handled)).toEqual([undefined])
  expect(gateway.calls).toEqual([])
  expect(gateway.errors).toEqual([])
})
