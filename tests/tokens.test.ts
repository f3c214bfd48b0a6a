/** Tokens that are not what they seem, shown to the API, and what the API tells of tokens. */
import { createHmac, createPublicKey } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { createAuthenticator } from '@latchkey/offline/testing/authenticator'
import { decodeJwt, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encoded, poolSigner } from './forger.ts'
import { administrator, answerOf, newPerson, type Person, signInAgain } from './person.ts'
import { type App, cookieHeader, latestCode, newAccount, newBrowser, startApp } from './start-app.ts'
import { switchTotpOn } from './totp.ts'

let app: App
let directory: string
let person: Person
let pool: Awaited<ReturnType<typeof poolSigner>>
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'latchkey-tokens-'))
  app = await startApp({ directory, users: 'kept' })
  person = await newPerson(app)
  pool = await poolSigner(directory)
})
afterAll(async () => {
  await app?.[Symbol.asyncDispose]()
  await rm(directory, { recursive: true, force: true })
})

const secret = 'VERY SECRET'
const unauthorized = { status: 401, body: '{"message":"Unauthorized"}' }

/** What a token opens: the secret, and with the cookies that belong to it the account. */
async function answersTo(token: string) {
  const cookie = cookieHeader(person.browser)
  const headers = { authorization: `Bearer ${token}`, cookie, 'sec-fetch-site': 'same-origin' }
  const answers = await Promise.all(
    ['/secret', '/account'].map(path => fetch(`${app.url}/api${path}`, { headers })),
  )
  return Promise.all(answers.map(async answer => ({ status: answer.status, body: await answer.text() })))
}

/** Of a token that is good at this moment. */
async function goodClaims(): Promise<JWTPayload> {
  await signInAgain(person.browser, person)
  return decodeJwt(person.browser.idToken ?? '')
}

const stranger = generateKeyPair('RS256', { extractable: true })

const signedByStranger = async (claims: JWTPayload, header: object) =>
  new SignJWT(claims)
    .setProtectedHeader({ kid: pool.kid, alg: 'RS256', ...header })
    .sign((await stranger).privateKey)

/** With the public key, in a form that a library might take for a shared secret. */
function signedByPublicKey(claims: JWTPayload, key: string | Buffer) {
  const content = `${encoded({ kid: pool.kid, alg: 'HS256' })}.${encoded(claims)}`
  return `${content}.${createHmac('sha256', key).update(content).digest('base64url')}`
}

const publicKey = () => createPublicKey({ key: pool.publicJwk, format: 'jwk' })

/** Without its last byte, or with another one there. */
function withSignature(token: string, change: (signature: Buffer) => Buffer) {
  const [header, payload, signature = ''] = token.split('.')
  return [header, payload, change(Buffer.from(signature, 'base64url')).toString('base64url')].join('.')
}

type Forgery = [string, (claims: JWTPayload) => string | Promise<string>]

const forgeries: Forgery[] = [
  [
    'whose payload was changed',
    async claims => {
      const [header, , signature] = (await pool.sign(claims)).split('.')
      return [header, encoded({ ...claims, 'cognito:username': 'somebody-else' }), signature].join('.')
    },
  ],
  [
    'whose header was changed',
    async claims => {
      const [, payload, signature] = (await pool.sign(claims)).split('.')
      return [encoded({ kid: pool.kid, alg: 'RS256', typ: 'JWT' }), payload, signature].join('.')
    },
  ],
  [
    'whose signature was changed',
    async claims =>
      withSignature(await pool.sign(claims), signature => {
        signature[0] = (signature[0] ?? 0) ^ 1
        return signature
      }),
  ],
  [
    'whose signature was cut',
    async claims => withSignature(await pool.sign(claims), signature => signature.subarray(0, -1)),
  ],
  ['that is not valid yet', claims => pool.sign({ ...claims, nbf: Number(claims.iat) + 300 })],
  ['that was issued in the future', claims => pool.sign({ ...claims, iat: Number(claims.iat) + 300 })],
  ['whose end is a text', claims => pool.sign({ ...claims, exp: String(claims.exp) as unknown as number })],
  ['whose end is no number', claims => pool.sign({ ...claims, exp: {} as unknown as number })],
  ['without an end', ({ exp, ...claims }) => pool.sign(claims)],
  ['without an algorithm', claims => `${encoded({ kid: pool.kid, alg: 'none' })}.${encoded(claims)}.`],
  [
    'with no algorithm in capitals',
    claims => `${encoded({ kid: pool.kid, alg: 'NONE' })}.${encoded(claims)}.`,
  ],
  [
    'signed with the public key in PEM as a secret',
    claims => signedByPublicKey(claims, publicKey().export({ type: 'spki', format: 'pem' })),
  ],
  [
    'signed with the public key in DER as a secret',
    claims => signedByPublicKey(claims, publicKey().export({ type: 'spki', format: 'der' })),
  ],
  [
    'signed with the modulus as a secret',
    claims => signedByPublicKey(claims, Buffer.from(pool.publicJwk.n, 'base64url')),
  ],
  ['signed by RS512', claims => pool.signBy('RS512', claims)],
  ['signed by PS256', claims => pool.signBy('PS256', claims)],
  [
    'signed with a key of another kind',
    async claims => {
      const { privateKey } = await generateKeyPair('ES256')
      return new SignJWT(claims).setProtectedHeader({ kid: pool.kid, alg: 'ES256' }).sign(privateKey)
    },
  ],
  ['signed with another key of the same name', claims => signedByStranger(claims, {})],
  [
    'that brings its own key',
    async claims => signedByStranger(claims, { jwk: await exportJWK((await stranger).publicKey) }),
  ],
  ['that brings its own certificate', claims => signedByStranger(claims, { x5c: ['MIIB'] })],
  ['with a key that nobody has', claims => pool.sign(claims, { kid: 'nobody' })],
  ['without the name of a key', claims => pool.sign(claims, { kid: undefined })],
  ['of no use', ({ token_use, ...claims }) => pool.sign(claims)],
  ['of another use', claims => pool.sign({ ...claims, token_use: 'access' })],
  ['that is the access token', () => person.browser.cookies.get('__Host-access') ?? ''],
  ['that is the refresh token', () => person.browser.cookies.get('__Host-refresh') ?? ''],
  ['whose issuer only begins like ours', claims => pool.sign({ ...claims, iss: `${claims.iss}0` })],
  ['whose issuer goes on behind a slash', claims => pool.sign({ ...claims, iss: `${claims.iss}/` })],
  [
    'whose issuer ends like ours',
    claims => pool.sign({ ...claims, iss: String(claims.iss).replace('https://', 'https://evil.example/') }),
  ],
  ['without an issuer', ({ iss, ...claims }) => pool.sign(claims)],
]

describe('a token', () => {
  test('of the pool itself opens the secret and the account: what is refused below is refused for its flaw', async () => {
    const answers = await answersTo(await pool.sign(await goodClaims()))
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(answers[0]?.body).toContain(secret)
  })

  test.each(forgeries)('%s opens nothing', async (_, forge) => {
    const token = await forge(await goodClaims())
    expect(token.length).toBeGreaterThan(100)
    expect(await answersTo(token)).toEqual([unauthorized, unauthorized])
  })

  test('that has expired opens nothing, whoever signed it', async () => {
    const claims = await goodClaims()
    const expired = { status: 401, body: '{"message":"The incoming token has expired"}' }
    const token = await pool.sign(claims)
    app.clock.advance({ seconds: 301 })
    expect(await answersTo(token)).toEqual([expired, expired])
    expect(await answersTo(await pool.sign({ ...claims, exp: Number(claims.iat) }))).toEqual([
      expired,
      expired,
    ])
    expect(await answersTo(await signedByStranger(claims, {}))).toEqual([unauthorized, unauthorized])
  })

  test('that says where its key is opens nothing, and nobody goes there', async () => {
    const keys = { keys: [{ ...(await exportJWK((await stranger).publicKey)), kid: 'ours', alg: 'RS256' }] }
    let visits = 0
    const server = createServer((_, response) => {
      visits += 1
      response.end(JSON.stringify(keys))
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`
    const claims = await goodClaims()
    for (const kid of [pool.kid, 'ours']) {
      for (const name of ['jku', 'x5u', 'iss']) {
        const header = name === 'iss' ? { kid } : { kid, [name]: address }
        const token = await signedByStranger(name === 'iss' ? { ...claims, iss: address } : claims, header)
        expect(await answersTo(token)).toEqual([unauthorized, unauthorized])
      }
    }
    server.close()
    expect(visits).toBe(0)
  })

  test('of another pool opens nothing', async () => {
    const { sdk } = administrator(app)
    const { UserPool } = await sdk.send(new CreateUserPoolCommand({ PoolName: 'other' }))
    const UserPoolId = UserPool?.Id
    const { UserPoolClient } = await sdk.send(
      new CreateUserPoolClientCommand({
        UserPoolId,
        ClientName: 'other',
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      }),
    )
    const { username: Username } = person
    const Password = 'Correct-horse-1'
    await sdk.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: 'SUPPRESS' }))
    await sdk.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }))
    const { AuthenticationResult } = await sdk.send(
      new InitiateAuthCommand({
        ClientId: UserPoolClient?.ClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: Username, PASSWORD: Password },
      }),
    )
    const token = AuthenticationResult?.IdToken ?? ''
    expect(decodeJwt(token)).toMatchObject({ token_use: 'id', 'cognito:username': Username })
    expect(await answersTo(token)).toEqual([unauthorized, unauthorized])
  })
})

test('no body tells what the cookies hold, by whichever way a session comes', async () => {
  const account = newAccount()
  const { username, password } = account
  const browser = newBrowser(app)
  const held = new Set<string>()
  const told: string[] = []
  async function send(path: string, body?: object) {
    const answer = await browser.post(path, body)
    for (const value of browser.cookies.values()) held.add(value)
    const text = await answer.text()
    told.push(text)
    expect([path, answer.ok]).toEqual([path, true])
    return text && JSON.parse(text)
  }

  await send('/sign-up', account)
  await send('/confirm', { username, code: await latestCode(app, account.email) })
  await send('/session/refresh')
  await send('/sign-in', { username, password })
  const authenticator = createAuthenticator({ origin: app.url })
  const { options } = await send('/account/passkeys/options')
  await send('/account/passkeys', { name: 'Laptop', credential: authenticator.create(options) })
  const { challenge } = await send('/sign-in/passkey', {})
  const credential = authenticator.get(challenge.options)
  await send('/sign-in/challenge', { name: 'WEB_AUTHN', session: challenge.session, credential })
  const newPassword = 'another-horse-battery'
  await send('/account/password', { currentPassword: password, newPassword })
  const device = await switchTotpOn(app, browser)
  const { challenge: asked } = await send('/sign-in', { username, password: newPassword })
  await send('/sign-in/challenge', { ...asked, code: device.nextCode() })
  told.push(await (await browser.get('/account')).text())

  // A refresh and an access token of each of the six, the ticket of the sign-up, and whose the passkey is.
  expect(held.size).toBe(14)
  for (const text of told) {
    expect(text).not.toMatch(/access_?token|refresh_?token/i)
    for (const value of held) expect(text).not.toContain(value)
  }
  expect((await answerOf(browser.post('/session/refresh'))).status).toBe(200)
})
