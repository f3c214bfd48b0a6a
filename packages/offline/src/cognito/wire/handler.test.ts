import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { DescribeRiskConfigurationCommand, GetUserCommand } from '@aws-sdk/client-cognito-identity-provider'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { ClientId, Password, poolId, startEngine } from '../testing/engine.ts'

type Engine = Awaited<ReturnType<typeof startEngine>>

const post = ({ cognito }: Engine, target: string | undefined, body: string | Uint8Array<ArrayBuffer>) =>
  fetch(cognito.url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.1',
      ...(target !== undefined && { 'X-Amz-Target': target }),
    },
    body,
  })

const call = (engine: Engine, operation: string, members: object) =>
  post(engine, `AWSCognitoIdentityProviderService.${operation}`, JSON.stringify(members))

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

test('answers in AWS JSON 1.1 with an id for each request', async () => {
  await using engine = await startEngine()
  const [one, other] = [
    await call(engine, 'SignUp', { ClientId, Username: 'ada', Password }),
    await call(engine, 'SignUp', { ClientId, Username: 'bob', Password }),
  ]
  expect(one.status).toBe(200)
  expect(one.headers.get('content-type')).toBe('application/x-amz-json-1.1')
  expect(one.headers.get('x-amzn-requestid')).toMatch(uuid)
  expect(one.headers.get('x-amzn-requestid')).not.toBe(other.headers.get('x-amzn-requestid'))
  expect(one.headers.has('x-amzn-errortype')).toBe(false)
})

test('tells an error in the body, type first, and in headers', async () => {
  await using engine = await startEngine()
  const response = await call(engine, 'GetUser', { AccessToken: 'garbage' })
  expect(response.status).toBe(400)
  expect(await response.text()).toBe('{"__type":"NotAuthorizedException","message":"Invalid Access Token"}')
  expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.1')
  expect(response.headers.get('x-amzn-errortype')).toBe('NotAuthorizedException:')
  expect(response.headers.get('x-amzn-errormessage')).toBe('Invalid Access Token')
  expect(response.headers.get('x-amzn-requestid')).toMatch(uuid)
})

test('keeps line breaks and what is beyond ASCII out of the headers', async () => {
  await using engine = await startEngine()
  const response = await call(engine, 'SignUp', {
    ClientId,
    Username: 'ada',
    Password,
    UserAttributes: [{ Name: 'größe', Value: 'L' }],
  })
  expect(await response.json()).toMatchObject({ message: expect.stringContaining('größe') })
  expect(response.headers.get('x-amzn-errormessage')).toBe(
    'Attributes did not conform to the schema: gr??e: Attribute does not exist in the schema.',
  )
})

test('lets pages of any origin call and read', async () => {
  await using engine = await startEngine()
  const preflight = await fetch(engine.cognito.url, {
    method: 'OPTIONS',
    headers: {
      Origin: 'https://app.example.test',
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'content-type,x-amz-target',
    },
  })
  expect(preflight.status).toBe(200)
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
  expect(preflight.headers.get('access-control-allow-methods')).toContain('POST')
  expect(preflight.headers.get('access-control-allow-headers')).toBe('content-type,x-amz-target')
  expect(preflight.headers.get('access-control-max-age')).toBe('172800')

  const response = await call(engine, 'GetUser', {})
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  expect(response.headers.get('access-control-expose-headers')).toBe(
    'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
  )
})

test('names an operation that it does not have, in no words of Cognito', async () => {
  await using engine = await startEngine()
  await expect(
    engine.sdk.send(new DescribeRiskConfigurationCommand({ UserPoolId: poolId })),
  ).rejects.toMatchObject({
    name: 'OfflineUnsupportedOperation',
    message: expect.stringContaining('DescribeRiskConfiguration'),
    $metadata: { httpStatusCode: 501 },
  })
})

test.each([
  ['AWSCognitoIdentityProviderService.Nothing'],
  ['AWSCognitoIdentityProviderService.constructor'],
  ['SomeOtherService.SignUp'],
  ['SignUp'],
  [undefined],
])('does not know the target %s', async target => {
  await using engine = await startEngine()
  const response = await post(engine, target, '{}')
  expect(response.status).toBe(400)
  expect(response.headers.get('x-amzn-errortype')).toBe('UnknownOperationException:')
  expect(await response.json()).toMatchObject({ __type: 'UnknownOperationException' })
})

test.each([
  ['{"ClientId":'],
  ['[]'],
  ['null'],
  ['"text"'],
  [Buffer.from('{"ClientId":"\xff"}', 'latin1')],
  ['{"ClientId":7}'],
  ['{"ClientId":"a","UserAttributes":{}}'],
  ['{"ClientId":"a","UserAttributes":[null]}'],
  ['{"ClientId":"a","UserAttributes":[{"Name":{}}]}'],
])('cannot read %s', async body => {
  await using engine = await startEngine()
  const response = await post(engine, 'AWSCognitoIdentityProviderService.SignUp', body)
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ __type: 'SerializationException' })
  expect(engine.errors).toEqual([])
})

test.each([
  ['InitiateAuth', { AuthParameters: ['ada'] }],
  ['InitiateAuth', { AuthParameters: { USERNAME: 7 } }],
  ['ConfirmSignUp', { ForceAliasCreation: 'true' }],
])('cannot read in %s %o', async (operation, members) => {
  await using engine = await startEngine()
  const response = await call(engine, operation, members)
  expect(await response.json()).toMatchObject({ __type: 'SerializationException' })
})

test('refuses a body that is too large, and goes on', async () => {
  await using engine = await startEngine()
  const response = await call(engine, 'SignUp', { Username: 'a'.repeat(300_000) })
  expect(response.status).toBe(413)
  expect((await call(engine, 'GetUser', { AccessToken: 'a' })).status).toBe(400)
})

test('survives a caller that hangs up in the middle of a request', async () => {
  await using engine = await startEngine()
  const socket = connect(Number(new URL(engine.cognito.url).port), '127.0.0.1')
  socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{')
  socket.end()
  await text(socket)

  expect((await call(engine, 'GetUser', { AccessToken: 'a' })).status).toBe(400)
  expect(engine.errors).toEqual([])
})

test('keeps the details of a bug to itself and to onError', async () => {
  const bug = new Error('the code 123456 went missing')
  await using engine = await startEngine({
    newCode: () => {
      throw bug
    },
  })
  const response = await call(engine, 'SignUp', {
    ClientId,
    Username: 'ada',
    Password,
    UserAttributes: [{ Name: 'email', Value: 'ada@example.test' }],
  })
  expect(response.status).toBe(500)
  expect(response.headers.get('x-amzn-errortype')).toBe('InternalErrorException:')
  expect(await response.text()).not.toContain('123456')
  expect(engine.errors).toEqual([bug])
})

test('answers no other method or path', async () => {
  await using engine = await startEngine()
  for (const [method, path] of [
    ['GET', '/'],
    ['PUT', '/'],
    ['POST', '/elsewhere'],
    ['POST', `/${poolId}/.well-known/jwks.json`],
    ['GET', `/${poolId}/.well-known/other`],
  ] as const) {
    expect((await fetch(engine.cognito.url + path, { method })).status).toBe(404)
  }
})

test('publishes the keys, by which any verifier finds its way from the discovery document', async () => {
  await using engine = await startEngine()
  await engine.confirmedUser('ada')
  const { AuthenticationResult } = await engine.signIn('ada')

  const discovery = await fetch(`${engine.cognito.url}/${poolId}/.well-known/openid-configuration`)
  const { issuer, jwks_uri } = (await discovery.json()) as { issuer: string; jwks_uri: string }

  expect(issuer).toBe(engine.cognito.issuer(poolId))
  expect(jwks_uri).toBe(`${engine.cognito.url}/${poolId}/.well-known/jwks.json`)
  const { payload } = await jwtVerify(
    AuthenticationResult?.IdToken ?? '',
    createRemoteJWKSet(new URL(jwks_uri)),
    { issuer, audience: ClientId, currentDate: new Date(engine.clock.now()) },
  )
  expect(payload['cognito:username']).toBe('ada')
})

test('publishes nothing for a pool that it does not have', async () => {
  await using engine = await startEngine()
  const response = await fetch(`${engine.cognito.url}/eu-central-1_Other/.well-known/jwks.json`)
  expect(response.status).toBe(404)
  await expect(engine.cognito.jwks('eu-central-1_Other')).rejects.toThrow('eu-central-1_Other')
})

test('does without a signature', async () => {
  await using engine = await startEngine()
  await expect(engine.sdk.send(new GetUserCommand({ AccessToken: 'garbage' }))).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  })
})
