/** Every cookie that the API gives, on every route that gives one, and how much room they take. */
import { createAuthenticator } from '@latchkey/offline/testing/authenticator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { closed } from './session-cookies.ts'
import {
  type Account,
  type App,
  type Browser,
  cookieHeader,
  latestCode,
  newAccount,
  newBrowser,
  setCookies,
  startApp,
} from './start-app.ts'
import { authenticatorApp } from './totp.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app?.[Symbol.asyncDispose]())

/** Browsers drop a cookie that has more. */
const cookieBytes = 4096
/** API Gateway takes no more of all headers together. */
const headerBytes = 10_240

type Json = Record<string, unknown> & { challenge: { name: string; session: string; options: never } }

/** Keeps every answer, by `POST /sign-in` and the like. */
function recorded(browser: Browser) {
  const answers: [string, Response][] = []
  async function send(method: 'post' | 'delete', path: string, body?: object): Promise<Json> {
    const answer = await browser[method](path, body)
    expect([path, answer.ok]).toEqual([path, true])
    answers.push([`${method.toUpperCase()} ${path}`, answer])
    const text = await answer.text()
    return text && JSON.parse(text)
  }
  return {
    answers,
    post: (path: string, body?: object) => send('post', path, body),
    delete: (path: string, body?: object) => send('delete', path, body),
  }
}

async function passkeyFor({ post }: ReturnType<typeof recorded>, name: string) {
  const authenticator = createAuthenticator({ origin: app.url })
  const { options } = await post('/account/passkeys/options')
  await post('/account/passkeys', { name, credential: authenticator.create(options as never) })
  return authenticator
}

test('every cookie is for this host alone, over TLS alone, and closed to scripts and to other sites', async () => {
  const account = newAccount()
  const { username, password } = account
  const browser = newBrowser(app)
  const recording = recorded(browser)
  const { post } = recording
  await post('/sign-up', account)
  await post('/resend-code', { username })
  await post('/confirm', { username, code: await latestCode(app, account.email) })
  await post('/sign-in', { username, password })
  await post('/session/refresh')
  const authenticator = await passkeyFor(recording, 'Laptop')
  const { challenge } = await post('/sign-in/passkey', {})
  const credential = authenticator.get(challenge.options)
  await post('/sign-in/challenge', { ...challenge, options: undefined, credential })
  const newPassword = 'another-horse-battery'
  await post('/account/password', { currentPassword: password, newPassword })
  const { secret } = await post('/account/totp')
  const device = authenticatorApp(app, String(secret))
  await post('/account/totp/verify', { code: device.code() })
  const changed = await post('/account/password', {
    currentPassword: newPassword,
    newPassword: password,
  })
  await post('/sign-in/challenge', { ...changed.challenge, code: device.nextCode() })
  await recording.delete('/account/totp')
  await post('/account/sign-out-everywhere')
  await post('/sign-out')
  await post('/sign-in', { username, password })
  await recording.delete('/account', { username })

  const given = recording.answers.flatMap(([route, answer]) =>
    setCookies(answer).map(cookie => ({ route, ...cookie })),
  )
  for (const { route, name, value, attributes } of given) {
    const lasts = expect.stringMatching(value ? /^[1-9]\d{0,7}$/ : /^0$/)
    expect([route, name, attributes]).toEqual([route, name, closed(lasts)])
    expect(name).toMatch(/^__Host-(refresh|access|sign-up|passkey-user)$/)
    expect(value).toMatch(/^[\w.~-]*$/)
  }
  const routes = [...new Set(given.map(({ route }) => route))]
  expect(routes.toSorted()).toEqual([
    'DELETE /account',
    'POST /account/passkeys',
    'POST /account/password',
    'POST /account/sign-out-everywhere',
    'POST /confirm',
    'POST /session/refresh',
    'POST /sign-in',
    'POST /sign-in/challenge',
    'POST /sign-out',
    'POST /sign-up',
  ])
})

/** What Chromium sends along with a request of a page on a host of 60 characters, and what CloudFront adds. */
const otherHeaders = {
  accept: '*/*',
  'accept-encoding': 'gzip, deflate, br, zstd',
  'accept-language': 'en-GB,en-US;q=0.9,en;q=0.8,de-CH;q=0.7,de;q=0.6,fr;q=0.5',
  'cache-control': 'no-cache',
  'content-type': 'application/json',
  dnt: '1',
  origin: `https://${'x'.repeat(60)}`,
  pragma: 'no-cache',
  priority: 'u=1, i',
  'sec-ch-ua': '"Chromium";v="149", "Google Chrome";v="149", "Not)A;Brand";v="99"',
  'sec-ch-ua-mobile': '?0',
  'sec-ch-ua-platform': '"Windows"',
  'sec-fetch-dest': 'empty',
  'sec-fetch-mode': 'cors',
  'sec-fetch-site': 'same-origin',
  'user-agent':
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Safari/537.36',
  via: '2.0 0123456789abcdef0123456789abcdef.cloudfront.net (CloudFront)',
  'x-amz-cf-id': 'x'.repeat(56),
  'x-amzn-trace-id': `Root=1-${'0'.repeat(8)}-${'0'.repeat(24)}`,
  'x-forwarded-for': '2001:0db8:85a3:0000:0000:8a2e:0370:7334',
  'x-forwarded-host': 'x'.repeat(60),
  'x-forwarded-port': '443',
  'x-forwarded-proto': 'https',
}

const bytesOf = (headers: Record<string, string>) =>
  Object.entries(headers).reduce((sum, [name, value]) => sum + Buffer.byteLength(name + value), 0)

test('whoever has the longest names of everything still fits into what browsers and the gateway take', async () => {
  const account: Account = {
    username: 'u'.repeat(64),
    email: `${'e'.repeat(64)}@${'d'.repeat(50)}.example.test`,
    password: 'correct-horse-battery',
  }
  const browser = newBrowser(app)
  const { username, password } = account
  const recording = recorded(browser)
  await recording.post('/sign-up', account)
  const code = await latestCode(app, account.email)
  await recording.post('/confirm', { username, code })
  const longest = `${'電'.repeat(25)}xx`
  let authenticator: Awaited<ReturnType<typeof passkeyFor>> | undefined
  for (let count = 0; count < 20; count++) authenticator = await passkeyFor(recording, longest)
  const { challenge } = await recording.post('/sign-in/passkey', {})
  const credential = authenticator?.get(challenge.options)
  await recording.post('/sign-in/challenge', { ...challenge, options: undefined, credential })
  // Somebody else begins to sign up, in another tab.
  const other = { username: 'v'.repeat(64), email: newAccount().email, password }
  await recording.post('/sign-up', other)

  const { cookies, idToken = '' } = browser
  expect([...cookies.keys()].toSorted()).toEqual([
    '__Host-access',
    '__Host-passkey-user',
    '__Host-refresh',
    '__Host-sign-up',
  ])
  for (const [, answer] of recording.answers) {
    for (const line of answer.headers.getSetCookie()) {
      expect(Buffer.byteLength(line.replace(/;.*/, ''))).toBeLessThan(cookieBytes)
    }
  }
  const headers = {
    ...otherHeaders,
    authorization: `Bearer ${idToken}`,
    cookie: cookieHeader(browser),
  }
  expect(idToken.length).toBeLessThan(cookieBytes)
  expect(bytesOf(headers)).toBeLessThan(headerBytes)
  const answer = await fetch(`${app.url}/api/account`, { headers })
  expect([answer.status, await answer.json()]).toMatchObject([200, { username }])
})
