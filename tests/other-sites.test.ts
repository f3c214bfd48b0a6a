/** Requests that a browser sends for a page which is not ours, and those of which nobody can say. */
import { contract } from '@latchkey/core/contract'
import type { Endpoint } from '@latchkey/core/endpoint'
import { createAuthenticator } from '@latchkey/offline/testing/authenticator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { administrator, newPerson, type Person } from './person.ts'
import { refusalOf } from './refusal.ts'
import { sampleBodies, samplePath } from './sample-bodies.ts'
import { refresh } from './session-cookies.ts'
import { type App, cookieHeader, newAccount, newBrowser, setCookies, startApp } from './start-app.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app?.[Symbol.asyncDispose]())

type Headers = Record<string, string>

const rows = Object.entries<Endpoint>(contract)

/** For these a browser adds cookies to what a page sends, or those of a session stand behind the token. */
const byCookies = rows.filter(
  ([, { access, method }]) => access === 'cookie' || (access === 'account' && method !== 'GET'),
)

/** With the person's cookies and ID token, and with these headers instead of what our own page says. */
function send({ browser }: Person, { method, path }: Endpoint, headers: Headers, body?: string) {
  return fetch(`${app.url}/api${samplePath(path)}`, {
    method,
    headers: {
      cookie: cookieHeader(browser),
      authorization: `Bearer ${browser.idToken}`,
      ...headers,
    },
    ...(body !== undefined && { body }),
  })
}

function sendSample(person: Person, [name, row]: [string, Endpoint], headers: Headers) {
  const body = new Map<string, object>(sampleBodies(person)).get(name)
  return send(
    person,
    row,
    { ...headers, ...(body && { 'content-type': 'application/json' }) },
    body && JSON.stringify(body),
  )
}

/** Everything that can be seen of an account from outside. */
const stateOf = async ({ username }: Person) => ({
  attributes: await administrator(app).attributesOf(username),
  mails: app.messages().length,
})

/** That nothing has come of what `work` has sent: the tokens that were out are still the newest ones. */
async function expectNothingOf(person: Person, work: () => Promise<void>) {
  const before = await stateOf(person)
  const { browser, username, password } = person
  await work()
  expect(await stateOf(person)).toEqual(before)
  // Longer than a token works that was replaced.
  app.clock.advance({ minutes: 1 })
  expect((await refresh(browser)).status).toBe(200)
  expect((await newBrowser(app).post('/sign-in', { username, password })).status).toBe(200)
}

const refused = {
  status: 403,
  code: 'request_refused',
  message: 'This request did not come from our own site.',
  cookies: [],
}

test.each<[string, (site: URL) => Headers]>([
  ['cross-site', () => ({ 'sec-fetch-site': 'cross-site' })],
  ['same-site', () => ({ 'sec-fetch-site': 'same-site' })],
  ['none', () => ({ 'sec-fetch-site': 'none' })],
  ['same-origin and something else', () => ({ 'sec-fetch-site': 'same-origin, cross-site' })],
  ['in capitals', () => ({ 'sec-fetch-site': 'SAME-ORIGIN' })],
  ['cross-site, with our own origin', ({ origin }) => ({ 'sec-fetch-site': 'cross-site', origin })],
  ['an origin elsewhere', () => ({ origin: 'https://evil.example' })],
  ['an origin that begins like ours', ({ origin }) => ({ origin: `${origin}.evil.example` })],
  ['an origin with a path', ({ origin }) => ({ origin: `${origin}/` })],
  ['our origin by another protocol', ({ host }) => ({ origin: `https://${host}` })],
  ['our host at another port', ({ hostname }) => ({ origin: `http://${hostname}:1` })],
  ['an origin below ours', ({ host }) => ({ origin: `http://below.${host}` })],
  ['no origin that could be named', () => ({ origin: 'null' })],
])('another site (%s) changes nothing by any route', async (_, headersAt) => {
  const person = await newPerson(app)
  const headers = headersAt(new URL(app.url))
  await expectNothingOf(person, async () => {
    for (const [name, row] of rows) {
      if (row.access === 'session' || row.method === 'GET') continue
      expect([name, await refusalOf(sendSample(person, [name, row], headers))]).toEqual([name, refused])
    }
  })
})

test('who does not say where they come from changes nothing by a route that goes by cookies', async () => {
  const person = await newPerson(app)
  expect(byCookies.map(([name]) => name)).toEqual(expect.arrayContaining(['refreshSession', 'signOut']))
  await expectNothingOf(person, async () => {
    for (const [name, row] of byCookies) {
      expect([name, await refusalOf(sendSample(person, [name, row], {}))]).toEqual([name, refused])
    }
  })
})

test('who does not say where they come from is served by other routes, without a look at the cookies', async () => {
  const person = await newPerson(app)
  const { browser, username, password } = person
  const { options } = await (await browser.post('/account/passkeys/options')).json()
  const credential = createAuthenticator({ origin: app.url }).create(options)
  expect((await browser.post('/account/passkeys', { name: 'Laptop', credential })).status).toBe(204)

  const headers = { 'content-type': 'application/json' }
  const answer = await send(person, contract.signIn, headers, JSON.stringify({ username, password }))
  expect([answer.status, setCookies(answer).length]).toEqual([200, 2])
  const asked = async (from: Headers) =>
    (await send(person, contract.signInPasskey, { ...headers, ...from }, '{}')).json()
  expect(await asked({})).toEqual({ challenge: null })
  expect(await asked({ 'sec-fetch-site': 'same-origin' })).toMatchObject({ challenge: { name: 'WEB_AUTHN' } })
  // A sign-in with the cookies of a session would have ended it.
  expect((await refresh(browser)).status).toBe(200)
})

test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
  'a form (%s) changes nothing by any route, not even from our own page',
  async type => {
    const person = await newPerson(app)
    const bodies = new Map<string, object>(sampleBodies(person))
    for (const headers of [{ 'sec-fetch-site': 'same-origin' }, { origin: new URL(app.url).origin }]) {
      await expectNothingOf(person, async () => {
        for (const [name, row] of rows) {
          if (row.access === 'session' || row.method === 'GET') continue
          const body = bodies.has(name) ? JSON.stringify(bodies.get(name)) : ''
          const answer = await refusalOf(send(person, row, { ...headers, 'content-type': type }, body))
          expect([name, answer]).toMatchObject([
            name,
            { status: 415, code: 'unsupported_media_type', cookies: [] },
          ])
        }
      })
    }
  },
)

test('our own page is known by its origin, in a browser that does not tell the site', async () => {
  const person = await newPerson(app)
  const { browser } = person
  const headers = { origin: new URL(app.url).origin }
  const refreshed = await send(person, contract.refreshSession, headers)
  expect([refreshed.status, setCookies(refreshed).length]).toEqual([200, 2])
  for (const { name, value } of setCookies(refreshed)) browser.cookies.set(name, value)

  const { email } = newAccount()
  const sent = { ...headers, 'content-type': 'application/json' }
  expect((await send(person, contract.changeEmail, sent, JSON.stringify({ email }))).status).toBe(200)
  expect(app.messages({ to: email })).toHaveLength(1)
  expect((await send(person, contract.signOut, headers)).status).toBe(204)
  app.clock.advance({ minutes: 1 })
  expect((await refresh(browser)).status).toBe(401)
})
