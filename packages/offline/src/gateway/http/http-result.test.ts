import { describe, expect, test } from 'vitest'
import { answering, httpRoute, startHttpGateway } from '../gateway-fixture.ts'

const routes = [httpRoute('GET /')]

const got = async (payload: unknown) => {
  await using gateway = await startHttpGateway({ routes, invoke: answering(payload) })
  const response = await gateway.fetch('/')
  return {
    status: response.status,
    headers: response.headers,
    body: await response.text(),
    errors: gateway.errors,
  }
}

describe('a result without a status is the body, as JSON', () => {
  test.each<[unknown, string]>([
    [{ message: 'hi' }, '{"message":"hi"}'],
    [{ headers: { 'x-a': 'b' }, body: 'text' }, '{"headers":{"x-a":"b"},"body":"text"}'],
    [[1, 2], '[1,2]'],
    ['hello', 'hello'],
    [7, '7'],
    [null, 'null'],
    [{}, '{}'],
  ])('%j', async (payload, body) => {
    const answer = await got(payload)
    expect(answer).toMatchObject({ status: 200, body, errors: [] })
    expect(answer.headers.get('content-type')).toBe('application/json')
  })
})

describe('a result with a status', () => {
  test('is sent as given, the names of its headers in lower case', async () => {
    await using gateway = await startHttpGateway({
      routes,
      invoke: answering({
        statusCode: 404,
        headers: { 'X-A': 'b', 'X-Yes': true, 'X-Seven': 7, 'Content-Type': 'text/html' },
        body: 'no',
      }),
    })
    const text = await gateway.send(['GET / HTTP/1.1', 'Host: localhost'])

    expect(text).toMatch(/^HTTP\/1.1 404 /)
    for (const line of ['x-a: b', 'x-yes: true', 'x-seven: 7', 'content-type: text/html']) {
      expect(text).toContain(`\r\n${line}\r\n`)
    }
    expect(text).toMatch(/\r\n\r\nno$/)
  })

  test('may be digits, and needs nothing beside it', async () => {
    expect(await got({ statusCode: '201' })).toMatchObject({ status: 201, body: '' })
    expect(await got({ statusCode: 204, headers: null, body: null })).toMatchObject({ status: 204, body: '' })
  })

  test('sets each cookie on its own line', async () => {
    const { headers } = await got({ statusCode: 200, cookies: ['a=1; HttpOnly', 'b=2'] })
    expect(headers.getSetCookie()).toEqual(['a=1; HttpOnly', 'b=2'])
  })

  test('becomes bytes where it says that it is base64', async () => {
    const body = Buffer.from('bytes').toString('base64')
    expect(await got({ statusCode: 200, body, isBase64Encoded: true })).toMatchObject({ body: 'bytes' })
    expect(await got({ statusCode: 200, body })).toMatchObject({ body })
  })

  test('cannot write the headers of the gateway’s own connection', async () => {
    const { headers, body } = await got({
      statusCode: 200,
      headers: { 'Content-Length': '1', 'Transfer-Encoding': 'chunked', 'Apigw-Requestid': 'mine' },
      body: 'longer',
    })
    expect(body).toBe('longer')
    expect(headers.get('transfer-encoding')).toBeNull()
    expect(headers.get('apigw-requestid')).toMatch(/^[\w-]{15}=$/)
  })

  test.each<[string, unknown]>([
    ['a status that is no number', { statusCode: 'OK' }],
    ['a status that is null', { statusCode: null }],
    ['an interim status', { statusCode: 101 }],
    ['a body that is an object', { statusCode: 200, body: {} }],
    ['base64 that is none', { statusCode: 200, body: 'no base64!', isBase64Encoded: true }],
    ['headers that are a list', { statusCode: 200, headers: ['a'] }],
    ['a header that is an object', { statusCode: 200, headers: { a: {} } }],
    ['a header with a line break', { statusCode: 200, headers: { a: 'b\r\nc: d' } }],
    ['cookies that are no list', { statusCode: 200, cookies: 'a=1' }],
  ])('is an error of the API with %s', async (_, payload) => {
    const { status, body, errors } = await got(payload)
    expect([status, body]).toEqual([500, '{"message":"Internal Server Error"}'])
    expect(errors).toHaveLength(1)
  })
})
