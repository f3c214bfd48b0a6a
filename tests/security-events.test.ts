/** What the log says of ways into an account: who, what, with what result, by what, and when. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newPerson, otherThan } from './person.ts'
import { digest, eventOf, line, nameOf, subOf } from './security-event.ts'
import {
  type Account,
  type App,
  createAccount,
  latestCode,
  newAccount,
  newBrowser,
  startApp,
} from './start-app.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app?.[Symbol.asyncDispose]())

describe('a new account', () => {
  test('is followed from the sign-up to the session', async () => {
    const account = newAccount()
    const { username, email, password } = account
    const name = await nameOf(app, username)
    const browser = newBrowser(app)
    expect(name).toEqual(digest)
    expect(await eventOf(app, browser.post('/sign-up', account))).toEqual({
      ...line('POST /sign-up', 201),
      name,
    })
    expect(await eventOf(app, browser.post('/resend-code', { username }))).toEqual({
      ...line('POST /resend-code', 200),
      name,
    })
    expect(await eventOf(app, browser.post('/sign-in', { username, password }))).toEqual({
      ...line('POST /sign-in', 403, 'account_not_confirmed', 'info'),
      factor: 'password',
      name,
    })
    const code = await latestCode(app, email)
    const confirm = { ...line('POST /confirm', 200), factor: 'code', name }
    expect(await eventOf(app, browser.post('/confirm', { username, code: otherThan(code) }))).toEqual({
      ...confirm,
      ...line('POST /confirm', 400, 'code_mismatch'),
    })
    expect(await eventOf(app, browser.post('/confirm', { username, code }))).toEqual({
      ...confirm,
      sub: subOf({ browser }),
      newSession: digest,
    })
  })

  test('under a name that is taken is refused', async () => {
    const { username } = await createAccount(app)
    expect(await eventOf(app, newBrowser(app).post('/sign-up', { ...newAccount(), username }))).toEqual({
      ...line('POST /sign-up', 409, 'username_taken', 'info'),
      name: await nameOf(app, username),
    })
  })
})

describe('a sign-in by password', () => {
  const signIn = ({ username, password }: Omit<Account, 'email'>) =>
    eventOf(app, newBrowser(app).post('/sign-in', { username, password }))
  const refused = { ...line('POST /sign-in', 401, 'invalid_credentials'), factor: 'password' }

  test('tells whose name it was once it succeeds', async () => {
    const person = await newPerson(app)
    const { username, password } = person
    expect(await signIn(person)).toEqual({
      ...line('POST /sign-in', 200),
      factor: 'password',
      name: await nameOf(app, username),
      sub: subOf(person),
      newSession: digest,
    })
    expect((await signIn({ username: username.toUpperCase(), password })).name).toBe(
      await nameOf(app, username),
    )
  })

  test('looks the same whether the password is wrong or there is nobody of that name', async () => {
    const { username } = await createAccount(app)
    const wrong = await signIn({ username, password: 'not-the-password' })
    expect(wrong).toEqual({ ...refused, name: await nameOf(app, username) })
    expect(await signIn({ username: 'nobody-at-all-1', password: 'not-the-password' })).toEqual({
      ...refused,
      name: await nameOf(app, 'nobody-at-all-1'),
    })
  })

  test('that comes too often is refused and can be counted by its name, whatever address a header claims', async () => {
    const { username, password } = await createAccount(app)
    const name = await nameOf(app, username)
    const attempts = []
    for (let i = 0; i < 20; i++) {
      const forged = { 'x-forwarded-for': `198.51.100.${i}`, 'x-real-ip': `198.51.100.${i}` }
      const body = { username, password: i < 19 ? 'not-the-password' : password }
      attempts.push(await eventOf(app, newBrowser(app).post('/sign-in', body, forged)))
    }
    expect(attempts[0]).toEqual({ ...refused, name })
    expect(attempts.at(-1)).toEqual({
      ...line('POST /sign-in', 429, 'too_many_attempts'),
      factor: 'password',
      name,
    })
    expect(new Set(attempts.map(event => event.name))).toEqual(new Set([name]))
    expect(app.logs.join('\n')).not.toContain('198.51.100.')
  })

  test('with a password where the name belongs does not tell the password', async () => {
    const event = await signIn({ username: 'correct-horse-battery', password: 'correct-horse-battery' })
    expect(event).toEqual({ ...refused, name: digest })
    expect(app.logs.join('\n')).not.toContain('correct-horse-battery')
  })

  test('that is not understood names nobody', async () => {
    expect(await eventOf(app, newBrowser(app).post('/sign-in', { username: ' ', password: 'x' }))).toEqual({
      ...line('POST /sign-in', 400, 'invalid_request', 'info'),
      factor: 'password',
    })
  })
})

describe('a session', () => {
  test('can be followed by the digests of its tokens, to where nothing else tells whose it was', async () => {
    const { username, password } = await createAccount(app)
    const browser = newBrowser(app)
    const begun = await eventOf(app, browser.post('/sign-in', { username, password }))
    const refreshed = await eventOf(app, browser.post('/session/refresh'))
    expect(refreshed).toEqual({
      ...line('POST /session/refresh', 200),
      factor: 'session',
      sub: begun.sub,
      session: begun.newSession,
      newSession: digest,
    })
    const cookies = new Map(browser.cookies)
    expect(await eventOf(app, browser.post('/sign-out'))).toMatchObject({
      ...line('POST /sign-out', 204),
      factor: 'session',
      session: refreshed.newSession,
    })
    for (const [cookie, value] of cookies) browser.cookies.set(cookie, value)
    expect(await eventOf(app, browser.post('/session/refresh'))).toEqual({
      ...line('POST /session/refresh', 401, 'session_ended', 'info'),
      factor: 'session',
      session: refreshed.newSession,
    })
  })

  test('that another site would use is refused, and is not looked at', async () => {
    const { browser } = await newPerson(app)
    const fromElsewhere = { 'sec-fetch-site': 'cross-site' }
    expect(await eventOf(app, browser.post('/session/refresh', undefined, fromElsewhere))).toEqual({
      ...line('POST /session/refresh', 403, 'request_refused'),
      factor: 'session',
    })
  })

  test('that is not fresh is sent back to sign in, and the log says whose', async () => {
    const person = await newPerson(app)
    app.clock.advance({ minutes: 6 })
    await person.browser.post('/session/refresh')
    expect(await eventOf(app, person.browser.post('/account/email', { email: newAccount().email }))).toEqual({
      ...line('POST /account/email', 403, 'reauthentication_required', 'info'),
      factor: 'session',
      sub: subOf(person),
    })
  })
})

test('a password that was forgotten, from the message to the new one', async () => {
  const person = await newPerson(app)
  const { username, email } = person
  const name = await nameOf(app, username)
  const browser = newBrowser(app)
  expect(await eventOf(app, browser.post('/forgot-password', { username }))).toEqual({
    ...line('POST /forgot-password', 200),
    name,
  })
  const code = await latestCode(app, email)
  const reset = { ...line('POST /reset-password', 204), factor: 'code', name }
  const password = 'another-horse-battery'
  expect(
    await eventOf(app, browser.post('/reset-password', { username, code: otherThan(code), password })),
  ).toEqual({
    ...reset,
    ...line('POST /reset-password', 400, 'code_mismatch'),
  })
  expect(await eventOf(app, browser.post('/reset-password', { username, code, password }))).toEqual(reset)
  const triggered = app.logs.map(text => JSON.parse(text)).filter(({ sub }) => sub === subOf(person))
  expect(triggered.at(-1)).toEqual({
    time: expect.any(String),
    level: 'info',
    requestId: expect.any(String),
    trigger: 'PostConfirmation_ConfirmForgotPassword',
    outcome: 'ok',
    sub: subOf(person),
  })
})
