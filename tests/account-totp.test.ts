/** An authenticator app as the second factor of an account. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { administrator, answerOf, newPerson, type Person, signInAgain } from './person.ts'
import { type App, startApp } from './start-app.ts'
import { authenticatorApp, switchTotpOn } from './totp.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app[Symbol.asyncDispose]())

const usesTotp = async ({ browser }: Person) =>
  (await answerOf(browser.get('/account'))).body.factors.totp as boolean

/** What signing in asks for; nothing where it leads straight in. */
const challenge = async (person: Person) =>
  (await signInAgain(person.browser, person)).body.challenge?.name as string | undefined

test('is asked for once a code of it has been seen, until it is removed', async () => {
  const person = await newPerson(app)
  const { browser } = person
  const setUp = await answerOf(browser.post('/account/totp'))
  expect(setUp).toMatchObject({ status: 200, body: { secret: expect.stringMatching(/^[A-Z2-7]{32,}$/) } })
  expect(await usesTotp(person)).toBe(false)
  expect(await challenge(person)).toBeUndefined()

  const { code, nextCode } = authenticatorApp(app, setUp.body.secret)
  expect((await answerOf(browser.post('/account/totp/verify', { code: code() }))).status).toBe(204)
  expect(await usesTotp(person)).toBe(true)

  const { body } = await signInAgain(browser, person)
  expect(body.challenge).toMatchObject({ name: 'TOTP' })
  const { session } = body.challenge
  const answer = await answerOf(
    browser.post('/sign-in/challenge', { name: 'TOTP', session, code: nextCode() }),
  )
  expect(answer.status).toBe(200)

  for (let times = 0; times < 2; times++) {
    expect((await answerOf(browser.delete('/account/totp'))).status).toBe(204)
    expect(await usesTotp(person)).toBe(false)
  }
  expect(await challenge(person)).toBeUndefined()
})

test('is not switched on by a wrong code, and the right one still works', async () => {
  const person = await newPerson(app)
  const { browser } = person
  const { body } = await answerOf(browser.post('/account/totp'))
  const { code } = authenticatorApp(app, body.secret)
  const wrong = code().replace(/./g, digit => String((Number(digit) + 1) % 10))
  expect(await answerOf(browser.post('/account/totp/verify', { code: wrong }))).toMatchObject({
    status: 400,
    body: { code: 'code_mismatch' },
  })
  expect(await usesTotp(person)).toBe(false)
  expect((await answerOf(browser.post('/account/totp/verify', { code: code() }))).status).toBe(204)
})

test('that is in use is not replaced, but removed first', async () => {
  const person = await newPerson(app)
  const { browser } = person
  const { nextCode } = await switchTotpOn(app, browser)
  expect(await answerOf(browser.post('/account/totp'))).toMatchObject({
    status: 400,
    body: {
      code: 'invalid_request',
      message: 'An authenticator app is set up already. Remove it first.',
    },
  })
  const { body } = await signInAgain(browser, person)
  const answer = { name: 'TOTP', session: body.challenge.session, code: nextCode() }
  expect((await answerOf(browser.post('/sign-in/challenge', answer))).status).toBe(200)

  await browser.delete('/account/totp')
  await switchTotpOn(app, browser)
  expect(await challenge(person)).toBe('TOTP')
})

test('that nobody is setting up has no codes', async () => {
  const { browser } = await newPerson(app)
  expect(await answerOf(browser.post('/account/totp/verify', { code: '123456' }))).toMatchObject({
    status: 400,
    body: {
      code: 'invalid_request',
      message: 'No authenticator app is being set up. Start again.',
    },
  })
})

test('goes with the account: another one of that name begins without', async () => {
  const person = await newPerson(app)
  const { browser, username, email, password } = person
  const { attributesOf } = administrator(app)
  const { sub } = await attributesOf(username)
  await switchTotpOn(app, browser)
  expect((await answerOf(browser.delete('/account', { username }))).status).toBe(204)

  await browser.post('/sign-up', { username, email, password })
  const [message] = app.messages({ to: email })
  await browser.post('/confirm', { username, code: message?.code })
  expect(await challenge(person)).toBeUndefined()
  expect(await usesTotp(person)).toBe(false)
  expect((await attributesOf(username)).sub).not.toBe(sub)
})
