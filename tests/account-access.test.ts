/** Who is let in to an account, when, and with what. */
import type { Endpoint } from '@latchkey/core/endpoint'
import * as account from '@latchkey/core/routes/account'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { administrator, answerOf, newPerson, type Person, signedInBrowser, signInAgain } from './person.ts'
import { type App, type Browser, newAccount, setCookies, startApp } from './start-app.ts'
import { authenticatorApp } from './totp.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app[Symbol.asyncDispose]())

const rows: Record<keyof typeof account, Endpoint> = { ...account }

type RowName = keyof typeof rows

const credential = {
  id: 'AAAAAAAAAAAAAAAAAAAAAA',
  rawId: 'AAAAAAAAAAAAAAAAAAAAAA',
  type: 'public-key',
  response: { clientDataJSON: 'e30', attestationObject: 'oA' },
  clientExtensionResults: {},
}

/** A request of each row with nothing to say against it. */
const requests = (person: Person): Record<RowName, (browser: Browser) => Promise<Response>> => ({
  account: browser => browser.get('/account'),
  deleteAccount: browser => browser.delete('/account', { username: person.username }),
  changePassword: browser =>
    browser.post('/account/password', {
      currentPassword: person.password,
      newPassword: 'another-horse-battery',
    }),
  changeEmail: browser => browser.post('/account/email', { email: newAccount().email }),
  confirmEmail: browser => browser.post('/account/email/confirm', { code: '123456' }),
  setUpTotp: browser => browser.post('/account/totp'),
  verifyTotp: browser => browser.post('/account/totp/verify', { code: '123456' }),
  removeTotp: browser => browser.delete('/account/totp'),
  listPasskeys: browser => browser.get('/account/passkeys'),
  passkeyOptions: browser => browser.post('/account/passkeys/options'),
  addPasskey: browser => browser.post('/account/passkeys', { name: 'Laptop', credential }),
  removePasskey: browser => browser.delete(`/account/passkeys/${credential.id}`),
  signOutEverywhere: browser => browser.post('/account/sign-out-everywhere'),
})

const names = Object.keys(rows) as RowName[]
const guarded = names.filter(name => 'needsFreshSignIn' in rows[name])

const refreshed = (browser: Browser) => answerOf(browser.post('/session/refresh'))
const sessionEnded = { status: 401, body: { code: 'session_ended' } }

describe('is closed', () => {
  test.each(names)('to who sends no cookie: %s', async name => {
    const person = await newPerson(app)
    const { browser } = person
    const cookies = new Map(browser.cookies)
    browser.cookies.clear()
    expect(await answerOf(requests(person)[name](browser))).toMatchObject(sessionEnded)

    for (const [cookie, value] of cookies) browser.cookies.set(cookie, value)
    expect((await answerOf(browser.get('/account'))).status).toBe(200)
  })

  test('to who sends no ID token, at the gateway', async () => {
    const person = await newPerson(app)
    const { browser } = person
    const token = browser.idToken
    browser.idToken = undefined
    for (const request of Object.values(requests(person))) {
      expect(await answerOf(request(browser))).toMatchObject({
        status: 401,
        body: { message: 'Unauthorized' },
      })
    }
    browser.idToken = token
    expect((await answerOf(browser.get('/account'))).status).toBe(200)
  })

  test('to one with the cookies of another, on every route, and nothing changes for either', async () => {
    const [ada, bob] = [await newPerson(app), await newPerson(app)]
    const { attributesOf } = administrator(app)
    const states = () =>
      Promise.all(
        [ada, bob].map(async ({ username, browser }) => [
          await attributesOf(username),
          (await answerOf(browser.get('/account'))).body,
          (await answerOf(browser.get('/account/passkeys'))).body,
          app.messages().length,
        ]),
      )
    const before = await states()

    const mixed = await signedInBrowser(app, ada)
    mixed.cookies.clear()
    for (const [cookie, value] of bob.browser.cookies) mixed.cookies.set(cookie, value)
    for (const person of [ada, bob]) {
      for (const [name, request] of Object.entries(requests(person))) {
        const { status, body, response } = await answerOf(request(mixed))
        expect([name, status, body.code, setCookies(response)]).toEqual([name, 401, 'session_ended', []])
      }
    }
    expect(await states()).toEqual(before)
    expect((await refreshed(bob.browser)).status).toBe(200)
    expect((await refreshed(ada.browser)).status).toBe(200)
  })

  test.each(names)('to an access token that Cognito takes no longer: %s', async name => {
    const person = await newPerson(app)
    const elsewhere = await signedInBrowser(app, person)
    expect((await answerOf(elsewhere.post('/account/sign-out-everywhere'))).status).toBe(204)

    const { status, body, response } = await answerOf(requests(person)[name](person.browser))
    expect([status, body.code]).toEqual([401, 'session_ended'])
    // The session may live though the access token does not: only a refresh can tell.
    expect(setCookies(response)).toEqual([])
  })

  test('to an access token that was changed, or is too old', async () => {
    const { browser } = await newPerson(app)
    const token = browser.cookies.get('__Host-access') ?? ''
    const [header, payload, signature = ''] = token.split('.')
    const mirrored = [...signature].reverse().join('')
    for (const forged of [
      `${header}.${payload}.`,
      `${header}.${payload}.${mirrored}`,
      `!.${payload}.!`,
      'x',
    ]) {
      browser.cookies.set('__Host-access', forged)
      expect(await answerOf(browser.get('/account'))).toMatchObject(sessionEnded)
    }
    browser.cookies.set('__Host-access', token)
    app.clock.advance({ minutes: 6 })
    await refreshed(browser)
    const fresh = browser.cookies.get('__Host-access') ?? ''
    browser.cookies.set('__Host-access', token)
    expect(await answerOf(browser.get('/account'))).toMatchObject(sessionEnded)

    browser.cookies.set('__Host-access', fresh)
    expect((await answerOf(browser.get('/account'))).status).toBe(200)
  })
})

describe('a sign-in of six minutes ago', () => {
  test('is too old for what could lock somebody out, though the tokens are new', async () => {
    expect(guarded.sort()).toEqual(
      [
        'changeEmail',
        'deleteAccount',
        'passkeyOptions',
        'removePasskey',
        'removeTotp',
        'setUpTotp',
        'verifyTotp',
      ].sort(),
    )
    const person = await newPerson(app)
    const { browser, username } = person
    const before = await administrator(app).attributesOf(username)
    const messages = app.messages().length
    app.clock.advance({ minutes: 6 })
    expect((await refreshed(browser)).status).toBe(200)

    for (const name of guarded) {
      expect([name, await answerOf(requests(person)[name](browser))]).toMatchObject([
        name,
        { status: 403, body: { code: 'reauthentication_required' } },
      ])
    }
    expect(await administrator(app).attributesOf(username)).toEqual(before)
    expect(app.messages().length).toBe(messages)
    expect((await answerOf(browser.get('/account'))).status).toBe(200)
  })

  test.each(guarded.filter(name => name !== 'verifyTotp'))('made anew, is new enough: %s', async name => {
    const person = await newPerson(app)
    app.clock.advance({ minutes: 6 })
    await refreshed(person.browser)
    await signInAgain(person.browser, person)
    expect((await answerOf(requests(person)[name](person.browser))).status).toBe(rows[name].status)
  })

  test('does not put an authenticator app to use that was begun before, until it is made anew', async () => {
    const person = await newPerson(app)
    const { browser } = person
    const { body } = await answerOf(browser.post('/account/totp'))
    const device = authenticatorApp(app, body.secret)
    app.clock.advance({ minutes: 6 })
    await refreshed(browser)
    const verify = () => answerOf(browser.post('/account/totp/verify', { code: device.code() }))
    expect(await verify()).toMatchObject({ status: 403, body: { code: 'reauthentication_required' } })
    expect((await answerOf(browser.get('/account'))).body.factors.totp).toBe(false)
    await signInAgain(browser, person)
    expect((await verify()).status).toBe(204)
  })
})
