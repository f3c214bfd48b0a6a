/** Changing the address of an account, in two steps. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { administrator, answerOf, newPerson, type Person, signInAgain } from './person.ts'
import { type App, latestCode, newAccount, newBrowser, setCookies, startApp } from './start-app.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app[Symbol.asyncDispose]())

const newAddress = () => newAccount().email
const change = ({ browser }: Person, email: string) => answerOf(browser.post('/account/email', { email }))
const confirm = ({ browser }: Person, code: string) =>
  answerOf(browser.post('/account/email/confirm', { code }))
const addressOf = async ({ browser }: Person) =>
  (await answerOf(browser.get('/account'))).body.email as string
const signInBy = async ({ password }: Person, username: string) =>
  (await signInAgain(newBrowser(app), { username, email: '', password })).status

test('the old address counts until the code has come back, the new one from then on', async () => {
  const person = await newPerson(app)
  const email = newAddress()
  expect(await change(person, email)).toMatchObject({
    status: 200,
    body: { delivery: { medium: 'email', destination: 'a***@e***' } },
  })
  expect(await addressOf(person)).toBe(person.email)
  expect(await signInBy(person, person.email)).toBe(200)
  expect(await signInBy(person, email)).toBe(401)

  const answer = await confirm(person, await latestCode(app, email))
  expect([answer.status, answer.body]).toEqual([204, undefined])
  expect(setCookies(answer.response)).toEqual([])
  expect(await addressOf(person)).toBe(email)
  expect(await signInBy(person, person.email)).toBe(401)
  expect(await signInBy(person, email)).toBe(200)
  expect(await administrator(app).attributesOf(person.username)).toMatchObject({ email_verified: 'true' })
})

test("an address that is somebody's is not told before its code has come back, and stays theirs", async () => {
  const [person, owner] = [await newPerson(app), await newPerson(app)]
  const taken = await change(person, owner.email)
  const free = await change(person, newAddress())
  expect([taken.status, taken.body]).toEqual([free.status, free.body])

  await change(person, owner.email)
  expect(await confirm(person, await latestCode(app, owner.email))).toMatchObject({
    status: 400,
    body: {
      code: 'invalid_request',
      message: 'This address cannot be used for your account. Use another one.',
    },
  })
  expect(await addressOf(person)).toBe(person.email)
  expect(await signInBy(person, person.email)).toBe(200)
  expect(await signInBy(owner, owner.email)).toBe(200)
})

test('the present address is no new one', async () => {
  const person = await newPerson(app)
  const messages = app.messages().length
  expect(await change(person, person.email)).toMatchObject({
    status: 400,
    body: {
      code: 'invalid_request',
      message: 'That is your address already.',
      fields: { email: 'That is your address already.' },
    },
  })
  expect(app.messages()).toHaveLength(messages)
})

test('a code is right once, and only the one that was sent last', async () => {
  const person = await newPerson(app)
  const mistyped = newAddress()
  await change(person, mistyped)
  const email = newAddress()
  await change(person, email)

  const code = await latestCode(app, email)
  const others = [await latestCode(app, mistyped), '000000', '111111'].filter(other => other !== code)
  for (const other of others) {
    expect(await confirm(person, other)).toMatchObject({ status: 400, body: { code: 'code_mismatch' } })
  }
  expect(await addressOf(person)).toBe(person.email)
  expect((await confirm(person, code)).status).toBe(204)
  expect(await confirm(person, code)).toMatchObject({ status: 400, body: { code: 'code_expired' } })
})

test('a code expires after a day', async () => {
  const person = await newPerson(app)
  const email = newAddress()
  await change(person, email)
  app.clock.advance({ hours: 25 })
  await person.browser.post('/session/refresh')
  expect(await confirm(person, await latestCode(app, email))).toMatchObject({
    status: 400,
    body: { code: 'code_expired' },
  })
  expect(await addressOf(person)).toBe(person.email)
})

test('guessing at a code comes to an end', async () => {
  const person = await newPerson(app)
  const email = newAddress()
  await change(person, email)
  const code = await latestCode(app, email)
  const guesses = Array.from({ length: 16 }, (_, index) => String(100_000 + index)).filter(
    guess => guess !== code,
  )
  for (const guess of guesses.slice(0, 15)) {
    expect(await confirm(person, guess)).toMatchObject({ body: { code: 'code_mismatch' } })
  }
  const { status, body, response } = await confirm(person, code)
  expect([status, body.code]).toEqual([429, 'too_many_attempts'])
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
})
