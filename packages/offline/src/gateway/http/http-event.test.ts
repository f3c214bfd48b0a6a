import { describe, expect, test } from 'vitest'
import { httpRoute, idClaims, jwt, sign, signingKey, startHttpGateway, startMs } from '../gateway-fixture.ts'

test('an event has what there is of format 2.0, and nothing for what there is not', async () => {
  await using gateway = await startHttpGateway({ routes: [httpRoute('GET /notes')] })
  await gateway.send(['GET /notes HTTP/1.1', 'Host: api.example', 'User-Agent: probe/1'])

  expect(gateway.event()).toEqual({
    version: '2.0',
    routeKey: 'GET /notes',
    rawPath: '/notes',
    rawQueryString: '',
    headers: {
      'content-length': '0',
      host: 'api.example',
      'user-agent': 'probe/1',
      'x-amzn-trace-id': expect.stringMatching(/^Root=1-667199ec-[0-9a-f]{24}$/),
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
    },
    requestContext: {
      accountId: '123456789012',
      apiId: 'a1b2c3d4e5',
      domainName: 'a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com',
      domainPrefix: 'a1b2c3d4e5',
      http: {
        method: 'GET',
        path: '/notes',
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: 'probe/1',
      },
      requestId: expect.stringMatching(/^[\w-]{15}=$/),
      routeKey: 'GET /notes',
      stage: '$default',
      time: '18/Jun/2024:14:30:04 +0000',
      timeEpoch: startMs,
    },
    isBase64Encoded: false,
  })
})

test('an event has all that a request brings', async () => {
  await using gateway = await startHttpGateway({
    routes: [httpRoute('POST /notes/{id}')],
    stage: 'v1',
    stageVariables: { table: 'notes' },
  })
  await gateway.send(
    [
      'POST /v1/notes/a%20b?tag=x%26y&tag=z&q= HTTP/1.1',
      'Host: api.example',
      'Cookie: a=1; b=2',
      'Cookie: c=3',
      'X-Custom: 1',
      'x-CUSTOM: 2',
      'Content-Type: application/json; charset=utf-8',
      'Content-Length: 4',
      'TE: trailers',
      'X-Forwarded-For: 203.0.113.9',
    ],
    '"ü"',
  )

  const event = gateway.event()
  expect(event).toMatchObject({
    routeKey: 'POST /notes/{id}',
    rawPath: '/v1/notes/a b',
    rawQueryString: 'tag=x%26y&tag=z&q=',
    cookies: ['a=1', 'b=2', 'c=3'],
    queryStringParameters: { tag: 'x&y,z', q: '' },
    pathParameters: { id: 'a b' },
    stageVariables: { table: 'notes' },
    requestContext: { stage: 'v1', http: { method: 'POST', path: '/v1/notes/a b', userAgent: '' } },
    body: '"ü"',
    isBase64Encoded: false,
  })
  expect(Object.entries(event.headers as object).sort()).toEqual([
    ['content-length', '4'],
    ['content-type', 'application/json; charset=utf-8'],
    ['host', 'api.example'],
    ['x-amzn-trace-id', expect.any(String)],
    ['x-custom', '1,2'],
    ['x-forwarded-for', '203.0.113.9, 127.0.0.1'],
    ['x-forwarded-port', '443'],
    ['x-forwarded-proto', 'https'],
  ])
})

describe('a body', () => {
  test.each([
    ['text/plain', false],
    ['application/json', false],
    [undefined, false],
    ['application/x-www-form-urlencoded', true],
    ['application/octet-stream', true],
  ])('of type %s is base64: %s', async (contentType, isBase64Encoded) => {
    await using gateway = await startHttpGateway({ routes: [httpRoute('POST /')] })
    await gateway.fetch('/', {
      method: 'POST',
      body: new Blob(['a=1']),
      ...(contentType && { headers: { 'content-type': contentType } }),
    })

    const body = isBase64Encoded ? Buffer.from('a=1').toString('base64') : 'a=1'
    expect(gateway.event()).toMatchObject({ body, isBase64Encoded })
  })
})

describe('the claims of a token', () => {
  const claims = {
    ...idClaims,
    nothing: null,
    address: { formatted: 'Main St' },
    scope: 'notes/read notes/write',
  }
  const authorizerOf = async (scopes: string[]) => {
    const key = await signingKey('key-1')
    const routes = [httpRoute('GET /', { authorization: { ...jwt, scopes } })]
    await using gateway = await startHttpGateway({ routes, keys: { keys: [key.jwk] } })
    await gateway.fetch('/', { headers: { authorization: `Bearer ${await sign(key, claims)}` } })
    return gateway.event().requestContext.authorizer
  }

  test('are texts, times among them', async () => {
    expect(await authorizerOf([])).toEqual({
      jwt: {
        claims: {
          sub: idClaims.sub,
          iss: idClaims.iss,
          aud: 'client-1',
          token_use: 'id',
          email: 'ada@example.test',
          email_verified: 'true',
          'cognito:username': 'ada',
          'cognito:groups': '[admins writers]',
          auth_time: '1718721004',
          iat: '1718721004',
          exp: '1718724604',
          address: '{"formatted":"Main St"}',
          scope: 'notes/read notes/write',
        },
        scopes: null,
      },
    })
  })

  test('come with the scopes that let the request in', async () => {
    expect(await authorizerOf(['notes/read', 'notes/delete'])).toMatchObject({
      jwt: { scopes: ['notes/read'] },
    })
  })
})
