import { describe, expect, test } from 'vitest'
import type { HttpCors } from '../../config/model.ts'
import { answering, httpRoute, jwt, startHttpGateway } from '../gateway-fixture.ts'

/** What SST configures unless told otherwise. */
const open: HttpCors = {
  allowOrigins: ['*'],
  allowMethods: ['*'],
  allowHeaders: ['*'],
  exposeHeaders: [],
  allowCredentials: false,
}
const strict: HttpCors = {
  allowOrigins: ['https://app.example', 'http://*'],
  allowMethods: ['GET', 'POST'],
  allowHeaders: ['content-type', 'x-custom'],
  exposeHeaders: ['x-total', 'date'],
  allowCredentials: true,
  maxAgeSeconds: 600,
}
const app = 'https://app.example'

const preflight = (origin = app) => ({
  method: 'OPTIONS',
  headers: { origin, 'access-control-request-method': 'POST' },
})

function corsHeaders({ headers }: Response) {
  const entries = [...headers].filter(([name]) => name.startsWith('access-control-'))
  return Object.fromEntries(entries.map(([name, value]) => [name.slice('access-control-'.length), value]))
}

describe('a preflight request', () => {
  test('is answered by the gateway, whether or not there is such a route', async () => {
    await using gateway = await startHttpGateway({ routes: [httpRoute('POST /notes')], cors: strict })
    for (const path of ['/notes', '/nothing']) {
      const response = await gateway.fetch(path, preflight())
      expect(response.ok).toBe(true)
      expect(corsHeaders(response)).toEqual({
        'allow-origin': app,
        'allow-credentials': 'true',
        'allow-methods': 'GET,POST',
        'allow-headers': 'content-type,x-custom',
        'max-age': '600',
      })
      expect(response.headers.get('apigw-requestid')).toBeTruthy()
    }
    expect(gateway.calls).toEqual([])
  })

  test('is answered with what SST configures by default', async () => {
    await using gateway = await startHttpGateway({ routes: [], cors: open })
    const response = await gateway.fetch('/', preflight('https://anyone.example'))

    expect(corsHeaders(response)).toEqual({
      'allow-origin': '*',
      'allow-methods': '*',
      'allow-headers': '*',
    })
  })

  test('of an origin that is not allowed is told nothing', async () => {
    await using gateway = await startHttpGateway({ routes: [], cors: strict })

    expect(corsHeaders(await gateway.fetch('/', preflight('https://evil.example')))).toEqual({})
    expect(corsHeaders(await gateway.fetch('/', preflight('https://app.example.evil')))).toEqual({})
    expect(corsHeaders(await gateway.fetch('/', preflight('http://any.example')))).toMatchObject({
      'allow-origin': 'http://any.example',
    })
  })

  test('is held up by an authorizer that it falls to, until OPTIONS has a route of its own', async () => {
    const guarded = [
      httpRoute('$default', { authorization: jwt }),
      httpRoute('GET /a', { authorization: jwt }),
    ]
    await using held = await startHttpGateway({ routes: guarded, cors: strict })
    expect((await held.fetch('/a', preflight())).status).toBe(401)

    const mended = [...guarded, httpRoute('OPTIONS /{proxy+}')]
    await using gateway = await startHttpGateway({ routes: mended, cors: strict })
    expect(corsHeaders(await gateway.fetch('/a', preflight()))).toMatchObject({ 'allow-origin': app })
    expect(gateway.calls).toEqual([])
  })

  test('is an ordinary request without an origin, or without CORS', async () => {
    const routes = [httpRoute('OPTIONS /a')]
    await using withCors = await startHttpGateway({ routes, cors: strict })
    expect((await withCors.fetch('/a', { method: 'OPTIONS' })).status).toBe(200)
    expect(withCors.calls).toHaveLength(1)

    await using without = await startHttpGateway({ routes })
    expect((await without.fetch('/a', preflight())).status).toBe(200)
    expect((await without.fetch('/b', preflight())).status).toBe(404)
    expect(without.calls).toHaveLength(1)
  })
})

describe('an answer', () => {
  const own = {
    'Access-Control-Allow-Origin': 'https://mine.example',
    'access-control-allow-methods': 'PUT',
    'x-total': '3',
  }
  const invoke = answering({ statusCode: 200, headers: own })
  const routes = [httpRoute('GET /'), httpRoute('GET /guarded', { authorization: jwt })]

  test('has the headers of the API instead of those of the function', async () => {
    await using gateway = await startHttpGateway({ routes, cors: strict, invoke })
    const response = await gateway.fetch('/', { headers: { origin: app } })

    expect(corsHeaders(response)).toEqual({
      'allow-origin': app,
      'allow-credentials': 'true',
      'expose-headers': 'x-total,date',
    })
    expect(response.headers.get('x-total')).toBe('3')
    expect(corsHeaders(await gateway.fetch('/'))).toEqual({})
    expect(corsHeaders(await gateway.fetch('/', { headers: { origin: 'https://evil.example' } }))).toEqual({})
  })

  test('of the gateway itself has them too', async () => {
    await using gateway = await startHttpGateway({ routes, cors: strict })
    for (const path of ['/guarded', '/nothing']) {
      const response = await gateway.fetch(path, { headers: { origin: app } })
      expect(corsHeaders(response)).toMatchObject({ 'allow-origin': app })
    }
  })

  test('has those of the function where the API has no CORS', async () => {
    await using gateway = await startHttpGateway({ routes, invoke })
    expect(corsHeaders(await gateway.fetch('/', { headers: { origin: app } }))).toEqual({
      'allow-origin': 'https://mine.example',
      'allow-methods': 'PUT',
    })
  })
})
