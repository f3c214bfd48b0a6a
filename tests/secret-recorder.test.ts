/** That what is secret would be found, wherever it came out. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectSecrecy } from './expect-secrecy.ts'
import { recordSecrets, secretsIn } from './secret-recorder.ts'
import { latestCode, newAccount, newBrowser, post, startApp } from './start-app.ts'

recordSecrets()

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const tokenOf = (sub: string) => `${encoded({ alg: 'RS256' })}.${encoded({ sub })}.signature-for-${sub}`

/** What it is asked to, and as it is asked. */
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const { status = 200, cookie = '', reply = {} } = JSON.parse(Buffer.concat(chunks).toString() || '{}')
  if (cookie) response.setHeader('Set-Cookie', cookie)
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(reply))
})

let url: string
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

const kindsIn = (text: string) => [...secretsIn(text)]
const quiet = () => ({ url, apis: [], logs: [], errors: [], reports: [] })

describe('is known from', () => {
  test.each([
    ['password', 'a request', { password: 'horse-battery-1' }, 'horse-battery-1'],
    ['password', 'a change', { currentPassword: 'horse-battery-2' }, 'horse-battery-2'],
    ['password', 'a sign-in at Cognito', { AuthParameters: { PASSWORD: 'battery/"3"' } }, 'battery/\\"3\\"'],
    ['code', 'a confirmation', { code: '160031' }, 'the code 160031.'],
    [
      'code',
      'an authenticator app',
      { ChallengeResponses: { SOFTWARE_TOKEN_MFA_CODE: '160032' } },
      '"160032"',
    ],
    ['token', 'a challenge', { session: 'ticket-content.ticket-signature' }, 'ticket-signature'],
    ['token', 'a passkey', { credential: { response: { signature: 'MEUCIQD-signed' } } }, 'MEUCIQD-signed'],
    ['token', 'a passkey at Cognito', { CREDENTIAL: '{"signature":"MEUCIQD-other"}' }, 'MEUCIQD-other'],
    ['token', 'an answer', { reply: { session: { idToken: tokenOf('ada-1') } } }, encoded({ sub: 'ada-1' })],
    ['token', 'a set-up', { reply: { SecretCode: 'JBSWY3DPEHPK3PXP' } }, 'secret=JBSWY3DPEHPK3PXP&'],
    [
      'token',
      'a cookie that is given',
      { cookie: '__Host-refresh=eyJ-given-away; Path=/' },
      '"eyJ-given-away"',
    ],
    ['name', 'somebody who signs in', { username: 'ada@example.test' }, 'for ada@example.test'],
  ])('a %s of %s', async (kind, _, body, text) => {
    expect(kindsIn(text)).toEqual([])
    await post(url, body)
    expect(kindsIn(text)).toEqual([kind])
  })

  test.each([
    ['cookie', '__Host-access=eyJ-first-part.sent; other=eyJ-second-part', 'eyJ-second-part'],
    ['authorization', `Bearer ${tokenOf('ada-2')}`, 'signature-for-ada-2'],
  ])('the header %s', async (name, value, text) => {
    expect(kindsIn(text)).toEqual([])
    await fetch(url, { headers: { [name]: value } })
    expect(kindsIn(text)).toEqual(['token'])
  })

  test('nothing that is part of a longer number, and no word that says little', async () => {
    const session = 'A'.repeat(22)
    await post(url, { code: '160033', password: 'password', username: 'somebody', session })
    await post(url, { password: 'hasOwnProperty', session: 'session' })
    const text = `1600331 at 2160033 ms: password, somebody, ${session}, hasOwnProperty, session`
    expect(kindsIn(text)).toEqual([])
  })
})

describe('is found in', () => {
  const password = 'horse-battery-found'
  beforeAll(() => post(url, { password, code: '160034' }))

  test.each([
    ['a line of the log', { logs: [`{"error":{"message":"${password}"}}`] }],
    ['a report of the runtime', { reports: [`GET /${password}`] }],
    ['a report of the runtime', { errors: [new Error(`no ${password}`)] }],
  ])('%s', (place, app) => {
    expect(() => expectSecrecy({ ...quiet(), ...app }, [])).toThrow(`A password is in ${place}`)
  })

  test('the URL of a request', async () => {
    const { port } = new URL(url)
    await fetch(`${url}/confirm?code=160034`)
    expect(() => expectSecrecy({ ...quiet(), url: `http://localhost:${port}` }, [])).toThrow(
      'A code is in the URL of a request',
    )
  })

  test('what a request was refused with', async () => {
    await post(url, { status: 400, reply: { message: `${password} is too weak` } })
    expect(() => expectSecrecy(quiet(), [])).toThrow('A password is in what was answered')
  })
})

describe('the app', () => {
  test('cannot be disposed of where a code that it has sent is in its log', async () => {
    const app = await startApp()
    const account = newAccount()
    await newBrowser(app).post('/sign-up', account)
    app.logs.push(`sent ${await latestCode(app, account.email)}`)
    await expect(app[Symbol.asyncDispose]()).rejects.toThrow('A code is in a line of the log')
  })

  test('cannot be disposed of where a cookie that it has given is in its log', async () => {
    const app = await startApp()
    const browser = newBrowser(app)
    await browser.post('/sign-up', newAccount())
    app.logs.push(JSON.stringify({ cookies: Object.fromEntries(browser.cookies) }))
    await expect(app[Symbol.asyncDispose]()).rejects.toThrow('A token is in a line of the log')
  })
})
