/** What the log says of second factors and of changes to an account, and what nobody can write into it. */
import { createAuthenticator } from '@latchkey/offline/testing/authenticator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerOf, newPerson, otherThan } from './person.ts'
import { digest, eventOf, line, nameOf, subOf } from './security-event.ts'
import { type App, latestCode, newAccount, newBrowser, startApp } from './start-app.ts'
import { authenticatorApp, switchTotpOn } from './totp.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app?.[Symbol.asyncDispose]())

describe('a second step', () => {
  test('by an authenticator app', async () => {
    const person = await newPerson(app)
    const { username, password, browser } = person
    const device = await switchTotpOn(app, browser)
    const challenge = async () => {
      const answer = await browser.post('/sign-in', { username, password })
      return (await answerOf(Promise.resolve(answer.clone()))).body.challenge
    }
    const answer = (code: string, session: string) =>
      eventOf(app, browser.post('/sign-in/challenge', { name: 'TOTP', session, code }))
    const name = await nameOf(app, username)

    const { session } = await challenge()
    const code = device.nextCode()
    expect(await answer(otherThan(code), session)).toMatchObject({
      ...line('POST /sign-in/challenge', 400, 'code_mismatch'),
      factor: 'totp',
      name,
    })
    expect(await answer(code, (await challenge()).session)).toEqual({
      ...line('POST /sign-in/challenge', 200),
      factor: 'totp',
      name,
      sub: subOf(person),
      session: digest,
      newSession: digest,
    })
  })

  test('by a passkey', async () => {
    const person = await newPerson(app)
    const { username, browser } = person
    const authenticator = createAuthenticator({ origin: app.url })
    const options = await browser.post('/account/passkeys/options')
    const credential = authenticator.create(((await options.clone().json()) as { options: never }).options)
    const sub = subOf(person)
    expect(await eventOf(app, options)).toEqual({
      ...line('POST /account/passkeys/options', 200),
      factor: 'session',
      sub,
    })
    expect(await eventOf(app, browser.post('/account/passkeys', { name: 'TOTP', credential }))).toEqual({
      ...line('POST /account/passkeys', 204),
      factor: 'session',
      sub,
    })

    const elsewhere = newBrowser(app)
    const name = await nameOf(app, username)
    const begin = async (body: object) => {
      const begun = await elsewhere.post('/sign-in/passkey', body)
      expect(await eventOf(app, begun)).toMatchObject({
        ...line('POST /sign-in/passkey', 200),
        factor: 'passkey',
        name,
      })
      return ((await begun.json()) as { challenge: { session: string; options: never } }).challenge
    }
    const answer = (session: string, credential: object) =>
      eventOf(app, elsewhere.post('/sign-in/challenge', { name: 'WEB_AUTHN', session, credential }))

    const first = await begin({ username })
    const stranger = createAuthenticator({ origin: 'https://other.example' })
    stranger.create(
      ((await (await browser.post('/account/passkeys/options')).json()) as { options: never }).options,
    )
    expect(await answer(first.session, stranger.get(first.options))).toEqual({
      ...line('POST /sign-in/challenge', 401, 'invalid_credentials'),
      factor: 'passkey',
      name,
    })
    const second = await begin({ username })
    expect(await answer(second.session, authenticator.get(second.options))).toEqual({
      ...line('POST /sign-in/challenge', 200),
      factor: 'passkey',
      name,
      sub,
      newSession: digest,
    })
    // The browser knows by now whose passkey it is.
    await begin({})
    const path = `/account/passkeys/${credential.id}`
    expect(await eventOf(app, browser.delete(path))).toEqual({
      ...line('DELETE /account/passkeys/{id}', 204),
      factor: 'session',
      sub,
    })
  })
})

test('every change of an account says whose it is, and by what it was allowed', async () => {
  const person = await newPerson(app)
  const { username, password, browser } = person
  const sub = subOf(person)
  const email = newAccount().email
  const event = (method: 'post' | 'delete', path: string, body?: object) =>
    eventOf(app, browser[method](path, body))
  const changed = (route: string, status: number, factor: string) => ({ ...line(route, status), factor, sub })

  expect(await event('post', '/account/email', { email })).toEqual(
    changed('POST /account/email', 200, 'session'),
  )
  const code = await latestCode(app, email)
  expect(await event('post', '/account/email/confirm', { code: otherThan(code) })).toEqual({
    ...changed('POST /account/email/confirm', 400, 'code'),
    ...line('POST /account/email/confirm', 400, 'code_mismatch'),
  })
  expect(await event('post', '/account/email/confirm', { code })).toEqual(
    changed('POST /account/email/confirm', 204, 'code'),
  )

  const setUp = await browser.post('/account/totp')
  expect(await eventOf(app, setUp)).toEqual(changed('POST /account/totp', 200, 'session'))
  const { secret } = (await setUp.json()) as { secret: string }
  expect(await event('post', '/account/totp/verify', { code: authenticatorApp(app, secret).code() })).toEqual(
    changed('POST /account/totp/verify', 204, 'totp'),
  )
  expect(await event('delete', '/account/totp')).toEqual(changed('DELETE /account/totp', 204, 'session'))

  const newPassword = 'another-horse-battery'
  const currentPassword = 'not-the-password'
  expect(await event('post', '/account/password', { currentPassword, newPassword })).toEqual({
    ...changed('POST /account/password', 401, 'password'),
    ...line('POST /account/password', 401, 'invalid_credentials'),
  })
  expect(await event('post', '/account/password', { currentPassword: password, newPassword })).toEqual({
    ...changed('POST /account/password', 200, 'password'),
    newSession: digest,
  })
  expect(await event('delete', '/account', { username })).toEqual(changed('DELETE /account', 204, 'session'))
})

test('signing out everywhere says whose sessions have ended', async () => {
  const person = await newPerson(app)
  expect(await eventOf(app, person.browser.post('/account/sign-out-everywhere'))).toEqual({
    ...line('POST /account/sign-out-everywhere', 204),
    factor: 'session',
    sub: subOf(person),
  })
})

test('what is typed cannot break out of its line', async () => {
  const forgery = 'ada\r\n{"level":"info","outcome":"ok"}\u001b[31m\u009b31m\u2028\u202e"'
  const lines = app.logs.length
  const browser = newBrowser(app)
  for (const username of [forgery, forgery.replaceAll(/\s|\p{C}/gu, '')]) {
    await browser.post(
      '/sign-in',
      { username, password: 'not-the-password' },
      { 'user-agent': '\u009b31m "}' },
    )
    await browser.post('/resend-code', { username })
  }
  const inPath = encodeURIComponent(forgery.replace('ada', 'id'))
  await fetch(`${app.url}/api/account/passkeys/${inPath}`, { method: 'DELETE' })
  await fetch(`${app.url}/api/%0d%0a%1b%5b31m?${inPath}`)
  const written = app.logs.slice(lines)
  expect(written).toHaveLength(4)
  for (const text of written) {
    expect(text).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]|outcome\\":|31m/u)
    expect(JSON.parse(text).route).toMatch(/^POST \/(?:sign-in|resend-code)$/)
  }
})
