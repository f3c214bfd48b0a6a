import { describe, expect, test } from 'vitest'
import type { Invocation } from '../../lambda/invocation.ts'
import { answering, route, seen, startGateway } from '../gateway-fixture.ts'

const routes = [route('ANY', '/')]
const badGateway = {
  status: 502,
  errorType: 'InternalServerErrorException',
  body: '{"message": "Internal server error"}',
}

describe('a result is sent', () => {
  const good: [string, unknown, { status: number; body?: string; headers?: Record<string, string> }][] = [
    [
      'as given',
      { statusCode: 404, headers: { 'X-A': 'b' }, body: 'no' },
      { status: 404, body: 'no', headers: { 'x-a': 'b' } },
    ],
    ['with status 200 where it only has headers', { headers: {} }, { status: 200, body: '' }],
    ['with a status that is a text of digits', { statusCode: '201' }, { status: 201 }],
    [
      'with headers that are booleans or numbers',
      { statusCode: 200, headers: { a: true, b: false, c: 7 } },
      { status: 200, headers: { a: 'true', b: 'false', c: '7' } },
    ],
    [
      'without headers, given as null',
      { statusCode: 200, headers: null, multiValueHeaders: null },
      { status: 200 },
    ],
    [
      'as JSON unless it says otherwise',
      { statusCode: 200, body: 'x' },
      { status: 200, headers: { 'content-type': 'application/json' } },
    ],
    [
      'with its own content type, in any case',
      { statusCode: 200, headers: { 'cOntent-tYpe': 'text/plain' } },
      { status: 200, headers: { 'content-type': 'text/plain' } },
    ],
    [
      'with both kinds of headers, the multiple ones first',
      { statusCode: 200, headers: { 'x-a': '1', 'X-B': '2' }, multiValueHeaders: { 'X-A': ['3', '4'] } },
      { status: 200, headers: { 'x-a': '3, 4', 'x-b': '2' } },
    ],
    [
      'as the base64 text that it is',
      { statusCode: 200, body: 'aGk=', isBase64Encoded: true },
      { status: 200, body: 'aGk=' },
    ],
    ['without a body', { statusCode: 204, body: null }, { status: 204, body: '' }],
  ]

  test.each(good)('%s', async (_, payload, expected) => {
    await using gateway = await startGateway({ routes, invoke: answering(payload) })
    const response = await gateway.fetch('/')

    expect(response.status).toBe(expected.status)
    expect(Object.fromEntries(response.headers)).toMatchObject(expected.headers ?? {})
    if (expected.body !== undefined) expect(await response.text()).toBe(expected.body)
    expect(response.headers.get('x-amzn-errortype')).toBeNull()
  })

  test('with each cookie on its own line', async () => {
    const multiValueHeaders = { 'Set-Cookie': ['a=1; HttpOnly', 'b=2'] }
    await using gateway = await startGateway({
      routes,
      invoke: answering({ statusCode: 200, multiValueHeaders }),
    })

    expect((await gateway.fetch('/')).headers.getSetCookie()).toEqual(['a=1; HttpOnly', 'b=2'])
  })

  test('with headers that belong to the gateway under another name', async () => {
    const headers = {
      Connection: 'close',
      'Content-Length': '3',
      Date: 'today',
      Server: 'mine',
      'WWW-Authenticate': 'Basic',
      'Transfer-Encoding': 'chunked',
      'x-amzn-RequestId': 'mine',
    }
    await using gateway = await startGateway({
      routes,
      invoke: answering({ statusCode: 200, headers, body: 'longer' }),
    })
    const response = await gateway.fetch('/')

    expect(Object.fromEntries(response.headers)).toMatchObject({
      'x-amzn-remapped-connection': 'close',
      'x-amzn-remapped-content-length': '3',
      'x-amzn-remapped-date': 'today',
      'x-amzn-remapped-server': 'mine',
      'x-amzn-remapped-www-authenticate': 'Basic',
    })
    expect(response.headers.get('www-authenticate')).toBeNull()
    expect(response.headers.get('transfer-encoding')).toBeNull()
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/)
    expect(await response.text()).toBe('longer')
  })

  test('with the gateway’s own headers', async () => {
    await using gateway = await startGateway({ routes })
    const { headers } = await gateway.fetch('/')
    const { requestContext } = gateway.event()

    expect(headers.get('x-amzn-requestid')).toBe(requestContext.requestId)
    expect(headers.get('x-amz-apigw-id')).toBe(requestContext.extendedRequestId)
    expect(headers.get('x-amzn-trace-id')).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/)
  })
})

describe('the client gets 502', () => {
  const bad: [string, unknown][] = [
    ['an unknown key', { statusCode: 200, cookies: [] }],
    ['nothing in it', {}],
    ['a text', 'hello'],
    ['null', null],
    ['a list', [{ statusCode: 200 }]],
    ['a status that is no number', { statusCode: 'OK' }],
    ['an interim status', { statusCode: 101 }],
    ['a status beyond all statuses', { statusCode: 1000 }],
    ['a status with a fraction', { statusCode: 200.5 }],
    ['multiple values that are no list', { statusCode: 200, multiValueHeaders: { a: 'b' } }],
    ['headers that are a list', { statusCode: 200, headers: ['a'] }],
    ['a header that is an object', { statusCode: 200, headers: { a: {} } }],
    ['a header with a line break', { statusCode: 200, headers: { a: 'b\r\nc: d' } }],
    ['a header name with a space', { statusCode: 200, headers: { 'a b': 'c' } }],
    ['a body that is an object', { statusCode: 200, body: { a: 1 } }],
    ['a text for a flag', { statusCode: 200, isBase64Encoded: 'yes' }],
  ]

  test.each(bad)('for a result with %s', async (_, payload) => {
    await using gateway = await startGateway({ routes, invoke: answering(payload) })

    expect(await seen(gateway.fetch('/'))).toEqual(badGateway)
    expect(gateway.errors).toHaveLength(1)
  })

  test.each<[string, Invocation]>([
    ['throws', { ok: false, errorType: 'TypeError', errorMessage: 'secret' }],
    ['runs out of time', { ok: false, errorType: 'Sandbox.Timedout', errorMessage: 'x', timedOut: true }],
  ])('when the function %s', async (_, invocation) => {
    await using gateway = await startGateway({ routes, invoke: async () => invocation })

    expect(await seen(gateway.fetch('/'))).toEqual(badGateway)
  })
})

test('base64 that is none is an error of the gateway', async () => {
  const payload = { statusCode: 200, body: 'not base64!', isBase64Encoded: true }
  await using gateway = await startGateway({ routes, invoke: answering(payload) })

  expect(await seen(gateway.fetch('/'))).toEqual({ ...badGateway, status: 500 })
  expect(gateway.errors).toMatchObject([{ message: 'body is not base64' }])
})
