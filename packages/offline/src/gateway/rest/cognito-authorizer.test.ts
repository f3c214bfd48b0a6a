import { createHmac, createSign, KeyObject } from 'node:crypto'
import { type CryptoKey, exportSPKI, importJWK } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  accessClaims,
  cognito,
  idClaims,
  issuer,
  route,
  type SigningKey,
  seen,
  sign,
  signingKey,
  startGateway,
  startSeconds,
} from '../gateway-fixture.ts'

const unauthorized = {
  status: 401,
  errorType: 'UnauthorizedException',
  body: '{"message":"Unauthorized"}',
}
const routes = [
  route('GET', '/id', { authorization: cognito }),
  route('GET', '/scoped', { authorization: { ...cognito, scopes: ['notes/write', 'notes/read'] } }),
  route('GET', '/client', { authorization: { ...cognito, validationExpression: 'client-[12]' } }),
  route('GET', '/x-token', { authorization: { ...cognito, header: 'X-Token' } }),
]

let key: SigningKey
let stranger: SigningKey

beforeAll(async () => {
  key = await signingKey('key-1')
  stranger = await signingKey('key-1')
})

const start = () => startGateway({ routes, keys: { keys: [key.jwk] } })

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('a token that is good', () => {
  test.each([
    ['with Bearer', (token: string) => `Bearer ${token}`],
    ['raw', (token: string) => token],
  ])('is taken %s', async (_, write) => {
    await using gateway = await start()
    const headers = { authorization: write(await sign(key, idClaims)) }

    expect((await gateway.fetch('/id', { headers })).status).toBe(200)
    expect(gateway.calls).toHaveLength(1)
  })

  test('is taken from every client of the pool, where no expression says otherwise', async () => {
    await using gateway = await start()
    const token = await sign(key, { ...idClaims, aud: 'client-9' })

    expect((await gateway.fetch('/id', bearer(token))).status).toBe(200)
  })

  test('is taken from the header that the authorizer names', async () => {
    await using gateway = await start()
    const token = await sign(key, idClaims)

    expect((await gateway.fetch('/x-token', { headers: { 'x-token': token } })).status).toBe(200)
    expect(await seen(gateway.fetch('/x-token', bearer(token)))).toEqual(unauthorized)
  })

  test('is an access token where scopes are wanted, and one of them is enough', async () => {
    await using gateway = await start()

    expect((await gateway.fetch('/scoped', bearer(await sign(key, accessClaims)))).status).toBe(200)
    for (const claims of [
      { ...accessClaims, scope: 'notes/readonly' },
      { ...accessClaims, scope: undefined },
      { ...idClaims, scope: 'notes/read' },
    ]) {
      const token = await sign(key, claims)
      expect(await seen(gateway.fetch('/scoped', bearer(token)))).toEqual(unauthorized)
    }
  })

  test('is refused everywhere once it has expired, and says so', async () => {
    await using gateway = await start()
    const init = bearer(await sign(key, idClaims))
    expect((await gateway.fetch('/id', init)).status).toBe(200)

    gateway.clock.advance({ minutes: 60 })

    const expired = { ...unauthorized, body: '{"message":"The incoming token has expired"}' }
    expect(await seen(gateway.fetch('/id', init))).toEqual(expired)
    expect(await seen(gateway.fetch('/client', init))).toEqual(expired)
  })

  test('is not good for a method of another pool, not even after it was verified', async () => {
    const elsewhere = route('GET', '/elsewhere', {
      authorization: { ...cognito, userPoolIds: ['eu-west-1_Other'] },
    })
    await using gateway = await startGateway({ routes: [...routes, elsewhere], keys: { keys: [key.jwk] } })
    const init = bearer(await sign(key, idClaims))

    expect((await gateway.fetch('/id', init)).status).toBe(200)
    expect(await seen(gateway.fetch('/elsewhere', init))).toEqual(unauthorized)
  })
})

describe('a token is refused', () => {
  const pem = async () => exportSPKI((await importJWK({ ...key.jwk, ext: true }, 'RS256')) as CryptoKey)

  const forged: [string, () => string | Promise<string>][] = [
    ['that is no token', () => 'not-a-token'],
    ['with algorithm none', () => `${base64({ alg: 'none', kid: 'key-1' })}.${base64(idClaims)}.`],
    [
      'signed with the public key as an HMAC secret',
      async () => {
        const signed = `${base64({ alg: 'HS256', kid: 'key-1' })}.${base64(idClaims)}`
        return `${signed}.${createHmac('sha256', await pem())
          .update(signed)
          .digest('base64url')}`
      },
    ],
    [
      'signed with the right key by another algorithm',
      () => {
        const signed = `${base64({ alg: 'RS512', kid: 'key-1' })}.${base64(idClaims)}`
        const signature = createSign('sha512').update(signed).sign(KeyObject.from(key.privateKey))
        return `${signed}.${signature.toString('base64url')}`
      },
    ],
    ['signed with another key of the same name', () => sign(stranger, idClaims)],
    ['that brings its own key', () => sign(stranger, idClaims, { jwk: stranger.jwk })],
    ['that says where its key is', () => sign(stranger, idClaims, { jku: 'https://evil.example/jwks' })],
    ['with an unknown key', () => sign(key, idClaims, { kid: 'key-2' })],
    ['without the name of a key', () => sign(key, idClaims, { kid: undefined })],
    [
      'whose payload was changed',
      async () => {
        const [header, , signature] = (await sign(key, idClaims)).split('.')
        return [header, base64({ ...idClaims, sub: 'someone-else' }), signature].join('.')
      },
    ],
    ['that is an access token', () => sign(key, accessClaims)],
    ['without a use', () => sign(key, { ...idClaims, token_use: undefined })],
    ['of another pool', () => sign(key, { ...idClaims, iss: issuer('eu-west-1_Other') })],
    ['whose issuer only begins like ours', () => sign(key, { ...idClaims, iss: `${idClaims.iss}/` })],
    ['without an issuer', () => sign(key, { ...idClaims, iss: undefined })],
    ['that is not valid yet', () => sign(key, { ...idClaims, nbf: startSeconds + 60 })],
    ['from the future', () => sign(key, { ...idClaims, iat: startSeconds + 60 })],
    ['whose expiry is a text', () => sign(key, { ...idClaims, exp: String(idClaims.exp) })],
    ['without an expiry', () => sign(key, { ...idClaims, exp: undefined })],
    ['whose expiry is beyond all dates', () => sign(key, { ...idClaims, exp: 1e15 })],
    [
      'whose signature is written in another way',
      async () => {
        const token = await sign(key, idClaims)
        // The last letter of 256 bytes stands for two bits, and has room for four more.
        return token.slice(0, -1) + ({ A: 'B', Q: 'R', g: 'h', w: 'x' }[token.at(-1) ?? ''] ?? '')
      },
    ],
    ['whose signature has a blank in it', async () => (await sign(key, idClaims)).replace(/.{9}$/, ' $&')],
    ['with Bearer twice', async () => `Bearer ${await sign(key, idClaims)}`],
  ]

  test.each(forged)('%s', async (_, token) => {
    await using gateway = await start()

    expect(await seen(gateway.fetch('/id', bearer(await token())))).toEqual(unauthorized)
    expect(gateway.calls).toEqual([])
    expect(gateway.errors).toEqual([])
  })

  test('when it is missing, or given twice', async () => {
    await using gateway = await start()
    const token = await sign(key, idClaims)

    expect(await seen(gateway.fetch('/id'))).toEqual(unauthorized)
    const lines = ['GET /dev/id HTTP/1.1', 'Host: localhost', `Authorization: ${token}`]
    expect(await gateway.send(lines)).toMatch(/^HTTP\/1.1 200 /)
    expect(await gateway.send([...lines, `Authorization: ${token}`])).toMatch(/^HTTP\/1.1 401 /)
  })

  test('when its audience is not what the expression says, as a whole', async () => {
    await using gateway = await start()
    const status = async (claims: Record<string, unknown>) =>
      (await gateway.fetch('/client', bearer(await sign(key, claims)))).status

    expect(await status(idClaims)).toBe(200)
    expect(await status({ ...idClaims, aud: 'client-12' })).toBe(401)
    expect(await status(accessClaims)).toBe(401)
  })
})

describe('the keys of a pool', { timeout: 30_000 }, () => {
  test('are fetched once, and once more for a thousand tokens with unknown keys', async () => {
    let fetches = 0
    await using gateway = await startGateway({
      routes,
      async jwks() {
        fetches += 1
        return { keys: [key.jwk] }
      },
    })
    const good = bearer(await sign(key, idClaims))
    expect((await gateway.fetch('/id', good)).status).toBe(200)
    gateway.clock.advance({ minutes: 2 })

    const tokens = Array.from({ length: 1000 }, (_, index) =>
      [base64({ alg: 'RS256', kid: `random-${index}` }), base64(idClaims), 'AAAA'].join('.'),
    )
    const answers = await Promise.all(tokens.map(token => gateway.fetch('/id', bearer(token))))

    expect(answers.every(({ status }) => status === 401)).toBe(true)
    expect(fetches).toBe(2)
    const fresh = bearer(await sign(key, { ...idClaims, jti: 'fresh' }))
    expect((await gateway.fetch('/id', fresh)).status).toBe(200)
  })

  test('may be rotated', async () => {
    const next = await signingKey('key-2')
    let keys = [key.jwk]
    await using gateway = await startGateway({ routes, jwks: async () => ({ keys }) })
    expect((await gateway.fetch('/id', bearer(await sign(key, idClaims)))).status).toBe(200)

    keys = [next.jwk]
    gateway.clock.advance({ minutes: 1 })

    expect((await gateway.fetch('/id', bearer(await sign(next, idClaims)))).status).toBe(200)
    const late = await sign(key, { ...idClaims, jti: 'late' })
    expect((await gateway.fetch('/id', bearer(late))).status).toBe(401)
  })

  test('that could not be fetched are an error of the gateway, until they can', async () => {
    let isDown = true
    await using gateway = await startGateway({
      routes,
      jwks: async () => (isDown ? Promise.reject(new Error('down')) : { keys: [key.jwk] }),
    })
    const init = bearer(await sign(key, idClaims))

    expect((await gateway.fetch('/id', init)).status).toBe(500)
    expect(gateway.calls).toEqual([])
    expect(String(gateway.errors[0])).toContain('eu-west-1_Main')

    isDown = false
    gateway.clock.advance({ seconds: 1 })
    expect((await gateway.fetch('/id', init)).status).toBe(200)
  })

  test('stay good when a later fetch fails', async () => {
    let isDown = false
    await using gateway = await startGateway({
      routes,
      jwks: async () => (isDown ? Promise.reject(new Error('down')) : { keys: [key.jwk] }),
    })
    expect((await gateway.fetch('/id', bearer(await sign(key, idClaims)))).status).toBe(200)

    isDown = true
    gateway.clock.advance({ minutes: 2 })
    const unknown = await sign(stranger, idClaims, { kid: 'key-9' })
    expect(await seen(gateway.fetch('/id', bearer(unknown)))).toEqual(unauthorized)
    const fresh = await sign(key, { ...idClaims, jti: 'fresh' })
    expect((await gateway.fetch('/id', bearer(fresh))).status).toBe(200)
  })

  test('for encryption, or of another kind, verify nothing', async () => {
    const keys = [
      { ...key.jwk, use: 'enc' },
      { ...key.jwk, alg: 'RS512' },
      { kty: 'oct', kid: 'key-1', k: 'c2VjcmV0' },
    ]
    await using gateway = await startGateway({ routes, keys: { keys } })

    expect(await seen(gateway.fetch('/id', bearer(await sign(key, idClaims))))).toEqual(unauthorized)
  })
})
