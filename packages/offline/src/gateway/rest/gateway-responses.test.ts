import { describe, expect, test } from 'vitest'
import type { GatewayResponse } from '../../config/model.ts'
import { answering, cognito, route, seen, startGateway } from '../gateway-fixture.ts'

const routes = [
  route('GET', '/guarded', { authorization: cognito }),
  route('GET', '/broken'),
  route('POST', '/large'),
]
const standard = '{"message":$context.error.messageString}'
/** What SST makes of `cors: true`. */
const cors: GatewayResponse = {
  headers: { 'Access-Control-Allow-Origin': "'*'", 'Access-Control-Allow-Headers': "'*'" },
  templates: { 'application/json': standard },
}

const start = (gatewayResponses: Record<string, GatewayResponse>) =>
  startGateway({ routes, gatewayResponses, invoke: answering('no proxy result') })

describe('a refusal', () => {
  test('carries no CORS headers by itself', async () => {
    await using gateway = await start({})
    const { headers } = await gateway.fetch('/guarded', { headers: { origin: 'https://example.test' } })

    expect([...headers.keys()].filter(name => name.startsWith('access-control-'))).toEqual([])
  })

  test.each([
    ['/guarded', 401, 'UnauthorizedException', '{"message":"Unauthorized"}'],
    ['/nothing', 403, 'MissingAuthenticationTokenException', '{"message":"Missing Authentication Token"}'],
    ['/broken', 502, 'InternalServerErrorException', '{"message":"Internal server error"}'],
  ])('%s is answered by the response for all of its kind', async (path, status, errorType, body) => {
    await using gateway = await start({ DEFAULT_4XX: cors, DEFAULT_5XX: cors })
    const response = await gateway.fetch(path)

    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('access-control-allow-headers')).toBe('*')
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(await seen(Promise.resolve(response))).toEqual({ status, errorType, body })
  })

  test('is answered by the response for its own type first', async () => {
    await using gateway = await start({
      UNAUTHORIZED: {
        statusCode: 403,
        headers: {
          'X-Request': 'context.requestId',
          'X-From': 'method.request.header.Origin',
          'X-Missing': 'method.request.header.X-Nothing',
          'X-Text': "'it's'",
        },
        templates: {
          'text/plain': 'no: $context.error.message.',
          'application/json':
            '{"error":$context.error.messageString,"type":"$context.error.responseType","at":"$context.httpMethod $context.path","id":"$context.requestId"}',
        },
      },
      DEFAULT_4XX: cors,
    })
    const response = await gateway.fetch('/guarded', { headers: { origin: 'https://example.test' } })
    const requestId = response.headers.get('x-amzn-requestid')

    expect(response.status).toBe(403)
    expect(await response.json()).toEqual({
      error: 'Unauthorized',
      type: 'UNAUTHORIZED',
      at: 'GET /dev/guarded',
      id: requestId,
    })
    expect(response.headers.get('x-request')).toBe(requestId)
    expect(response.headers.get('x-from')).toBe('https://example.test')
    expect(response.headers.has('x-missing')).toBe(false)
    expect(response.headers.get('x-text')).toBe("it's")
    expect(response.headers.has('access-control-allow-origin')).toBe(false)

    const plain = await gateway.fetch('/guarded', { headers: { accept: 'text/plain' } })
    expect(plain.headers.get('content-type')).toBe('text/plain')
    expect(await plain.text()).toBe('no: Unauthorized.')
  })

  test('is JSON for a client that accepts what is no type', async () => {
    await using gateway = await start({ DEFAULT_4XX: cors })
    for (const accept of ['constructor', '__proto__', 'image/png', '*/*']) {
      const response = await gateway.fetch('/guarded', { headers: { accept } })
      expect(response.headers.get('content-type')).toBe('application/json')
      expect(await response.text()).toBe('{"message":"Unauthorized"}')
    }
  })

  test('keeps API Gateway’s words where the response has none', async () => {
    await using gateway = await start({ DEFAULT_4XX: { statusCode: 418, headers: {}, templates: {} } })

    expect(await seen(gateway.fetch('/guarded'))).toEqual({
      status: 418,
      errorType: 'UnauthorizedException',
      body: '{"message":"Unauthorized"}',
    })
  })

  test('of a body that is too large cannot be changed', async () => {
    await using gateway = await start({ DEFAULT_4XX: { ...cors, statusCode: 400 } })
    const body = 'x'.repeat(10 * 1024 * 1024 + 1)
    const response = await gateway.fetch('/large', { method: 'POST', body })

    expect(response.status).toBe(413)
    expect(response.headers.has('access-control-allow-origin')).toBe(false)
  })

  test('does not touch what a function answers', async () => {
    await using gateway = await startGateway({
      routes,
      gatewayResponses: { DEFAULT_4XX: cors },
      invoke: answering({ statusCode: 404, body: 'mine' }),
    })
    const response = await gateway.fetch('/broken')

    expect([response.status, await response.text()]).toEqual([404, 'mine'])
    expect(response.headers.has('access-control-allow-origin')).toBe(false)
  })
})
