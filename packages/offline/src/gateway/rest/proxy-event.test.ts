import { expect, test } from 'vitest'
import { cognito, idClaims, route, sign, signingKey, startGateway, startMs } from '../gateway-fixture.ts'

test('an event has every key of format 1.0, and null for what there is not', async () => {
  await using gateway = await startGateway({ routes: [route('GET', '/notes')] })
  await gateway.send(['GET /dev/notes HTTP/1.1', 'Host: api.example', 'User-Agent: probe/1'])

  const event = gateway.event()
  expect(event).toEqual({
    resource: '/notes',
    path: '/notes',
    httpMethod: 'GET',
    headers: {
      Host: 'api.example',
      'User-Agent': 'probe/1',
      'X-Amzn-Trace-Id': expect.stringMatching(/^Root=1-667199ec-[0-9a-f]{24}$/),
      'X-Forwarded-For': '127.0.0.1',
      'X-Forwarded-Port': '443',
      'X-Forwarded-Proto': 'https',
    },
    multiValueHeaders: {
      Host: ['api.example'],
      'User-Agent': ['probe/1'],
      'X-Amzn-Trace-Id': [expect.any(String)],
      'X-Forwarded-For': ['127.0.0.1'],
      'X-Forwarded-Port': ['443'],
      'X-Forwarded-Proto': ['https'],
    },
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: null,
    requestContext: {
      resourceId: 'resource:/notes',
      resourcePath: '/notes',
      httpMethod: 'GET',
      extendedRequestId: expect.stringMatching(/^[\w-]{15}=$/),
      requestTime: '18/Jun/2024:14:30:04 +0000',
      path: '/dev/notes',
      accountId: '123456789012',
      protocol: 'HTTP/1.1',
      stage: 'dev',
      domainPrefix: 'a1b2c3d4e5',
      requestTimeEpoch: startMs,
      requestId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      identity: {
        cognitoIdentityPoolId: null,
        accountId: null,
        cognitoIdentityId: null,
        caller: null,
        sourceIp: '127.0.0.1',
        principalOrgId: null,
        accessKey: null,
        cognitoAuthenticationType: null,
        cognitoAuthenticationProvider: null,
        userArn: null,
        userAgent: 'probe/1',
        user: null,
      },
      domainName: 'a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com',
      apiId: 'a1b2c3d4e5',
    },
    body: null,
    isBase64Encoded: false,
  })
})

test('path and path parameters stay encoded, and keep a slash at the end only in the path', async () => {
  await using gateway = await startGateway({ routes: [route('GET', '/files/{proxy+}')] })
  await gateway.fetch('/files/a%20b/c%2Fd/?x=1')

  expect(gateway.event()).toMatchObject({
    resource: '/files/{proxy+}',
    path: '/files/a%20b/c%2Fd/',
    pathParameters: { proxy: 'a%20b/c%2Fd' },
    requestContext: { path: '/dev/files/a%20b/c%2Fd/', resourcePath: '/files/{proxy+}' },
  })
})

test('the query string is decoded, with the last value of each name and with all of them', async () => {
  await using gateway = await startGateway({ routes: [route('GET', '/')] })
  await gateway.fetch('/?a=1&b=x%26y+z&a=2&c&__proto__=p')

  const event = gateway.event()
  expect(JSON.stringify(event.queryStringParameters)).toBe('{"a":"2","b":"x&y z","c":"","__proto__":"p"}')
  expect(JSON.stringify(event.multiValueQueryStringParameters)).toBe(
    '{"a":["1","2"],"b":["x&y z"],"c":[""],"__proto__":["p"]}',
  )
})

test('headers keep the client’s case, except those that API Gateway writes itself', async () => {
  await using gateway = await startGateway({ routes: [route('POST', '/')] })
  await gateway.send(
    [
      'POST /dev/ HTTP/1.1',
      'host: localhost',
      'authorization: x',
      'user-agent: y',
      'x-Custom: 1',
      'X-CUSTOM: 2',
      'content-type: text/plain',
      'Content-Length: 2',
      'TE: trailers',
      'Content-MD5: z',
      'Max-Forwards: 3',
      'Expect: 100-continue',
      'Proxy-Authenticate: z',
      'Server: z',
      'Trailer: z',
      'Upgrade: z',
      'WWW-Authenticate: z',
      'X-Forwarded-For: 203.0.113.9',
      'X-Forwarded-Proto: http',
      'X-Amzn-Trace-Id: Root=1-00000000-000000000000000000000001;Sampled=1',
    ],
    'hi',
  )

  expect(gateway.event()).toMatchObject({
    headers: { 'x-Custom': '2' },
    multiValueHeaders: {
      Host: ['localhost'],
      Authorization: ['x'],
      'User-Agent': ['y'],
      'x-Custom': ['1', '2'],
      'content-type': ['text/plain'],
      'X-Amzn-Trace-Id': ['Root=1-00000000-000000000000000000000001'],
      'X-Forwarded-For': ['203.0.113.9, 127.0.0.1'],
      'X-Forwarded-Port': ['443'],
      'X-Forwarded-Proto': ['https'],
    },
    body: 'hi',
  })
  expect(Object.keys(gateway.event().headers as object)).toHaveLength(9)
})

test('an edge endpoint adds what CloudFront says', async () => {
  await using gateway = await startGateway({ routes: [route('GET', '/')], isEdge: true })
  await gateway.fetch('/', { headers: { 'user-agent': 'probe/1' } })

  expect(gateway.event().headers).toMatchObject({
    'CloudFront-Forwarded-Proto': 'https',
    'CloudFront-Is-Desktop-Viewer': 'true',
    'CloudFront-Is-Mobile-Viewer': 'false',
    'CloudFront-Viewer-Country': expect.stringMatching(/^[A-Z]{2}$/),
    Via: expect.stringMatching(/^1\.1 [0-9a-f]{32}\.cloudfront\.net \(CloudFront\)$/),
    'X-Amz-Cf-Id': expect.stringMatching(/^[\w-]{54}==$/),
  })
})

test('stage variables are those of the stage', async () => {
  const stageVariables = { table: 'notes-dev' }
  await using gateway = await startGateway({ routes: [route('GET', '/')], stageVariables })
  await gateway.fetch('/')

  expect(gateway.event().stageVariables).toEqual(stageVariables)
})

test('a body is handed on as the text that it is', async () => {
  await using gateway = await startGateway({ routes: [route('POST', '/')] })
  await gateway.fetch('/', { method: 'POST', body: '{"name":"Zoë 🦊"}' })

  expect(gateway.event()).toMatchObject({ body: '{"name":"Zoë 🦊"}', isBase64Encoded: false })
})

test('claims are texts, and exp and iat are dates', async () => {
  const key = await signingKey('key-1')
  const routes = [route('GET', '/', { authorization: cognito })]
  await using gateway = await startGateway({ routes, keys: { keys: [key.jwk] } })
  const token = await sign(key, { ...idClaims, address: { formatted: 'Main St' } })
  await gateway.fetch('/', { headers: { authorization: token } })

  expect(gateway.event().requestContext.authorizer).toEqual({
    claims: {
      sub: idClaims.sub,
      iss: idClaims.iss,
      aud: 'client-1',
      token_use: 'id',
      email: 'ada@example.test',
      email_verified: 'true',
      'cognito:username': 'ada',
      'cognito:groups': 'admins,writers',
      auth_time: '1718721004',
      iat: 'Tue Jun 18 14:30:04 UTC 2024',
      exp: 'Tue Jun 18 15:30:04 UTC 2024',
      address: '{"formatted":"Main St"}',
    },
  })
})
