/** Changing the password of an account, and what becomes of its sessions. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerOf, newPerson, signedInBrowser, signInAgain } from './person.ts'
import { type App, setCookies, startApp } from './start-app.ts'
import { switchTotpOn } from './totp.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app[Symbol.asyncDispose]())

const newPassword = 'another-horse-battery'

test('other sessions end, this browser goes on in a new one', async () => {
  const { browser, ...account } = await newPerson(app)
  const other = await signedInBrowser(app, account)
  const before = { idToken: browser.idToken, cookies: new Map(browser.cookies) }

  const { status, body, response } = await answerOf(
    browser.post('/account/password', { currentPassword: account.password, newPassword }),
  )
  expect(status).toBe(200)
  expect(Object.keys(body).sort()).toEqual(['expiresAt', 'idToken'])
  expect(body.idToken).not.toBe(before.idToken)
  expect(setCookies(response).map(({ name }) => name)).toEqual(['__Host-refresh', '__Host-access'])

  expect((await answerOf(browser.get('/account'))).status).toBe(200)
  expect((await answerOf(browser.post('/session/refresh'))).status).toBe(200)
  expect((await answerOf(other.post('/session/refresh'))).status).toBe(401)
  for (const [name, value] of before.cookies) browser.cookies.set(name, value)
  expect((await answerOf(browser.post('/session/refresh'))).status).toBe(401)

  expect((await signInAgain(browser, account)).status).toBe(401)
  expect((await signInAgain(browser, { ...account, password: newPassword })).status).toBe(200)
})

test('a wrong current password is told at its field, and changes nothing', async () => {
  const { browser, ...account } = await newPerson(app)
  const other = await signedInBrowser(app, account)
  for (const currentPassword of ['wrong-horse-battery', 'with spaces in it']) {
    const answer = await answerOf(browser.post('/account/password', { currentPassword, newPassword }))
    expect(answer).toMatchObject({
      status: 401,
      body: {
        code: 'invalid_credentials',
        message: 'That is not your current password.',
        fields: { currentPassword: 'That is not your current password.' },
      },
    })
    expect(setCookies(answer.response)).toEqual([])
  }
  expect((await answerOf(other.post('/session/refresh'))).status).toBe(200)
  expect((await signInAgain(browser, account)).status).toBe(200)
})

test('guessing at it comes to an end', async () => {
  const { browser, password } = await newPerson(app)
  const guess = (currentPassword: string) =>
    answerOf(browser.post('/account/password', { currentPassword, newPassword }))
  const statuses = []
  for (let tries = 0; tries < 5; tries++) statuses.push((await guess('wrong-horse-battery')).status)
  expect(statuses).toEqual([401, 401, 401, 401, 401])

  const { status, body, response } = await guess(password)
  expect([status, body.code]).toEqual([429, 'too_many_attempts'])
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
})

test('an account with an authenticator app asks for it before the browser has a session again', async () => {
  const { browser, ...account } = await newPerson(app)
  const { nextCode } = await switchTotpOn(app, browser)
  const { status, body, response } = await answerOf(
    browser.post('/account/password', { currentPassword: account.password, newPassword }),
  )
  expect([status, body.challenge.name]).toEqual([200, 'TOTP'])
  expect(setCookies(response)).toMatchObject([
    { name: '__Host-refresh', value: '', attributes: { 'max-age': '0' } },
    { name: '__Host-access', value: '', attributes: { 'max-age': '0' } },
  ])

  const answer = { name: 'TOTP', session: body.challenge.session, code: nextCode() }
  expect((await answerOf(browser.post('/sign-in/challenge', answer))).status).toBe(200)
  expect((await answerOf(browser.get('/account'))).status).toBe(200)
})
