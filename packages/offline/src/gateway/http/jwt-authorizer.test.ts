import { createHmac } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  accessClaims,
  httpRoute,
  idClaims,
  issuer,
  jwt,
  type SigningKey,
  sign,
  signingKey,
  startHttpGateway,
  startSeconds,
} from '../gateway-fixture.ts'

const routes = [
  httpRoute('GET /any', { authorization: jwt }),
  httpRoute('GET /scoped', { authorization: { ...jwt, scopes: ['notes/write', 'notes/read'] } }),
  httpRoute('GET /query', { authorization: { ...jwt, source: { in: 'querystring', name: 'token' } } }),
  httpRoute('GET /x-token', { authorization: { ...jwt, source: { in: 'header', name: 'X-Token' } } }),
]

let key: SigningKey
let stranger: SigningKey

beforeAll(async () => {
  key = await signingKey('key-1')
  stranger = await signingKey('key-1')
})

const start = () => startHttpGateway({ routes, keys: { keys: [key.jwk] } })

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** What a client sees of a refusal, but for the wording of the reason. */
async function refusal(pending: Promise<Response>) {
  const response = await pending
  const challenge = response.headers.get('www-authenticate') ?? ''
  return {
    status: response.status,
    body: await response.text(),
    error: /error="(\w+)"/.exec(challenge)?.[1],
    isBearer: challenge.startsWith('Bearer'),
  }
}

const unauthorized = { status: 401, body: '{"message":"Unauthorized"}', isBearer: true }
const invalid = { ...unauthorized, error: 'invalid_token' }

describe('a token that is good', () => {
  test('is an ID token or an access token of a listed client, with or without Bearer', async () => {
    await using gateway = await start()
    for (const claims of [idClaims, accessClaims, { ...idClaims, aud: ['x', 'client-2'] }]) {
      const token = await sign(key, claims)
      expect((await gateway.fetch('/any', bearer(token))).status).toBe(200)
      expect((await gateway.fetch('/any', { headers: { authorization: token } })).status).toBe(200)
    }
  })

  test('is taken from where the authorizer says, and from nowhere else', async () => {
    await using gateway = await start()
    const token = await sign(key, idClaims)

    expect((await gateway.fetch(`/query?token=${token}`)).status).toBe(200)
    expect((await gateway.fetch('/x-token', { headers: { 'x-token': token } })).status).toBe(200)
    for (const path of ['/query', '/x-token', `/query?token=${token}&token=${token}`]) {
      expect((await gateway.fetch(path, bearer(token))).status).toBe(401)
    }
  })

  test('has one of the route’s scopes, in scope or in scp', async () => {
    await using gateway = await start()
    for (const claims of [
      accessClaims,
      { ...idClaims, scope: 'notes/read' },
      { ...idClaims, scp: ['notes/write'] },
    ]) {
      expect((await gateway.fetch('/scoped', bearer(await sign(key, claims)))).status).toBe(200)
    }
  })
})

describe('a token is refused', () => {
  test('when it is missing', async () => {
    await using gateway = await start()
    expect(await refusal(gateway.fetch('/any'))).toMatchObject({ status: 401, body: unauthorized.body })
  })

  const forged: [string, () => string | Promise<string>][] = [
    ['that is no token', () => 'not-a-token'],
    ['with algorithm none', () => `${base64({ alg: 'none', kid: 'key-1' })}.${base64(idClaims)}.`],
    [
      'with a secret instead of a key',
      () => {
        const signed = `${base64({ alg: 'HS256', kid: 'key-1' })}.${base64(idClaims)}`
        return `${signed}.${createHmac('sha256', 'secret').update(signed).digest('base64url')}`
      },
    ],
    ['signed with another key of the same name', () => sign(stranger, idClaims)],
    ['that brings its own key', () => sign(stranger, idClaims, { jwk: stranger.jwk })],
    ['with an unknown key', () => sign(key, idClaims, { kid: 'key-2' })],
    ['without the name of a key', () => sign(key, idClaims, { kid: undefined })],
    ['of another issuer', () => sign(key, { ...idClaims, iss: issuer('eu-west-1_Other') })],
    ['of another client', () => sign(key, { ...idClaims, aud: 'client-9' })],
    ['of another client by its client_id', () => sign(key, { ...accessClaims, client_id: 'client-9' })],
    [
      'whose client_id is listed and whose aud is not',
      () => sign(key, { ...accessClaims, aud: 'https://api.example' }),
    ],
    ['of nobody', () => sign(key, { ...idClaims, aud: undefined })],
    ['that is not valid yet', () => sign(key, { ...idClaims, nbf: startSeconds + 60 })],
    ['from the future', () => sign(key, { ...idClaims, iat: startSeconds + 60 })],
    ['without an expiry', () => sign(key, { ...idClaims, exp: undefined })],
    ['that has expired', () => sign(key, { ...idClaims, exp: startSeconds })],
  ]

  test.each(forged)('%s', async (_, token) => {
    await using gateway = await start()

    expect(await refusal(gateway.fetch('/any', bearer(await token())))).toEqual(invalid)
    expect(gateway.calls).toEqual([])
    expect(gateway.errors).toEqual([])
  })

  test('for its audience in these words', async () => {
    await using gateway = await start()
    const { headers } = await gateway.fetch('/any', bearer(await sign(key, { ...idClaims, aud: 'client-9' })))

    expect(headers.get('www-authenticate')).toBe(
      'Bearer scope="" error="invalid_token" error_description="the token does not have a valid audience"',
    )
  })

  test('once it has expired, even where it was good before', async () => {
    await using gateway = await start()
    const init = bearer(await sign(key, idClaims))
    expect((await gateway.fetch('/any', init)).status).toBe(200)

    gateway.clock.advance({ minutes: 60 })
    expect(await refusal(gateway.fetch('/any', init))).toEqual(invalid)
  })

  test('as forbidden where it has none of the scopes', async () => {
    await using gateway = await start()
    for (const claims of [{ ...accessClaims, scope: 'notes/readonly' }, idClaims]) {
      expect((await gateway.fetch('/scoped', bearer(await sign(key, claims)))).status).toBe(403)
    }
    expect(gateway.calls).toEqual([])
  })
})

test('keys that could not be fetched are an error of the gateway, and let nobody in', async () => {
  await using gateway = await startHttpGateway({ routes, jwks: () => Promise.reject(new Error('down')) })
  const answer = await gateway.fetch('/any', bearer(await sign(key, idClaims)))

  expect(answer.status).toBe(500)
  expect(gateway.calls).toEqual([])
  expect(String(gateway.errors[0])).toContain('eu-west-1_Main')
})
