/** Guessing at passwords and codes: how soon it ends, for how long, and what does not shorten that. */
import { codeOf } from '@latchkey/offline/testing/software-token-user'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerOf, newPerson, type Person, signInAgain } from './person.ts'
import { refusalOf } from './refusal.ts'
import {
  type Account,
  type App,
  createAccount,
  latestCode,
  newAccount,
  newBrowser,
  startApp,
} from './start-app.ts'
import { authenticatorApp } from './totp.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app?.[Symbol.asyncDispose]())

const tooMany = {
  status: 429,
  code: 'too_many_attempts',
  message: 'Too many attempts. Wait a while, then try again.',
  cookies: [],
}
const newPassword = 'another-horse-battery'

/** Codes that are not this one. */
const codesOtherThan = (code: string, count: number) =>
  Array.from({ length: count + 1 }, (_, index) => String(100_000 + index))
    .filter(other => other !== code)
    .slice(0, count)

describe('a password', () => {
  const attempt = ({ username }: Pick<Account, 'username'>, password: string) =>
    newBrowser(app).post('/sign-in', { username, password })

  test('is refused after twenty wrong ones, the right one too, with the time to wait, and taken after it', async () => {
    const account = await createAccount(app)
    const codes: unknown[] = []
    for (let count = 0; count < 20; count++) {
      codes.push((await refusalOf(attempt(account, `not-the-password-${count}`))).code)
    }
    expect(codes.slice(0, 5)).toEqual(Array(5).fill('invalid_credentials'))
    expect(codes.slice(5)).toEqual(Array(15).fill('too_many_attempts'))

    const locked = await attempt(account, account.password)
    const wait = Number(locked.headers.get('retry-after'))
    expect(await refusalOf(locked)).toEqual(tooMany)
    expect(wait).toBe(15 * 60)
    app.clock.advance({ seconds: wait })
    expect((await attempt(account, account.password)).status).toBe(200)
  })

  test('is locked no longer by attempts while it is', async () => {
    const account = await createAccount(app)
    const fail = () => attempt(account, 'not-the-password')
    // The ninth failure locks for sixteen seconds.
    for (const seconds of [0, 0, 0, 0, 0, 1, 2, 4, 8]) {
      app.clock.advance({ seconds })
      expect((await fail()).status).toBe(401)
    }
    for (let second = 0; second < 15; second++) {
      expect((await fail()).status).toBe(429)
      app.clock.advance({ seconds: 1 })
    }
    expect(await refusalOf(attempt(account, account.password))).toEqual(tooMany)
    app.clock.advance({ seconds: 2 })
    expect((await attempt(account, account.password)).status).toBe(200)
  })

  test('is locked for its own account, and for an address as for its username', async () => {
    const [account, other] = [await createAccount(app), await createAccount(app)]
    for (let count = 0; count < 6; count++) await attempt(account, 'not-the-password')
    for (const username of [account.username, account.username.toUpperCase(), account.email]) {
      expect(await refusalOf(attempt({ username }, account.password))).toEqual(tooMany)
    }
    expect((await attempt(other, other.password)).status).toBe(200)
  })

  test('is locked for a name that nobody has as for any other', async () => {
    const nobody = newAccount()
    const codes: unknown[] = []
    for (let count = 0; count < 7; count++) {
      codes.push((await refusalOf(attempt(nobody, 'not-the-password'))).code)
    }
    expect(codes).toEqual([...Array(5).fill('invalid_credentials'), ...Array(2).fill('too_many_attempts')])
  })
})

describe('the code of a new account', () => {
  async function signedUp() {
    const account = newAccount()
    await newBrowser(app).post('/sign-up', account)
    return { ...account, code: await latestCode(app, account.email) }
  }
  const confirm = (username: string, code: string) => newBrowser(app).post('/confirm', { username, code })

  test('is refused after fifteen wrong ones, and so is the next one that is sent, until an hour has passed', async () => {
    const { username, email, code } = await signedUp()
    for (const guess of codesOtherThan(code, 15)) {
      expect((await refusalOf(confirm(username, guess))).code).toBe('code_mismatch')
    }
    const refused = await confirm(username, code)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await refusalOf(refused)).toEqual(tooMany)

    expect((await newBrowser(app).post('/resend-code', { username })).status).toBe(200)
    const next = await latestCode(app, email)
    expect(await refusalOf(confirm(username, next))).toEqual(tooMany)
    app.clock.advance({ minutes: 61 })
    expect((await confirm(username, next)).status).toBe(200)
  })

  test('works no longer once another one was sent, and that one works once', async () => {
    const { username, email, code } = await signedUp()
    await newBrowser(app).post('/resend-code', { username })
    const next = await latestCode(app, email)
    if (next !== code) expect((await refusalOf(confirm(username, code))).code).toBe('code_mismatch')
    expect((await confirm(username, next)).status).toBe(200)
    expect((await refusalOf(confirm(username, next))).code).toBe('code_mismatch')
  })

  test('is sent five times in an hour and no more', async () => {
    const { username, email } = await signedUp()
    const resend = () => newBrowser(app).post('/resend-code', { username })
    for (let count = 0; count < 5; count++) expect((await resend()).status).toBe(200)
    expect(await refusalOf(resend())).toEqual(tooMany)
    expect(app.messages({ to: email })).toHaveLength(6)
  })
})

describe('the code for a new password', () => {
  test('is refused after five wrong ones, and so is the next one that is sent, until an hour has passed', async () => {
    const { username, email, password } = await createAccount(app)
    const forgot = () => newBrowser(app).post('/forgot-password', { username })
    const reset = (code: string) =>
      newBrowser(app).post('/reset-password', { username, code, password: newPassword })
    await forgot()
    const code = await latestCode(app, email)
    for (const guess of codesOtherThan(code, 5)) {
      expect((await refusalOf(reset(guess))).code).toBe('code_mismatch')
    }
    expect(await refusalOf(reset(code))).toEqual(tooMany)

    expect((await forgot()).status).toBe(200)
    expect(await refusalOf(reset(await latestCode(app, email)))).toEqual(tooMany)
    expect((await signInAgain(newBrowser(app), { username, email, password })).status).toBe(200)

    app.clock.advance({ minutes: 61 })
    await forgot()
    expect((await reset(await latestCode(app, email))).status).toBe(204)
  })
})

describe('the code for a new address', () => {
  test('is refused after fifteen wrong ones, and so is the next one that is sent', async () => {
    const { browser, ...account } = await newPerson(app)
    const email = newAccount().email
    const change = () => browser.post('/account/email', { email })
    const confirm = (code: string) => browser.post('/account/email/confirm', { code })
    await change()
    const code = await latestCode(app, email)
    for (const guess of codesOtherThan(code, 15)) {
      expect((await refusalOf(confirm(guess))).code).toBe('code_mismatch')
    }
    expect(await refusalOf(confirm(code))).toEqual(tooMany)

    expect((await change()).status).toBe(200)
    expect(await refusalOf(confirm(await latestCode(app, email)))).toEqual(tooMany)
    expect((await answerOf(browser.get('/account'))).body.email).toBe(account.email)
  })
})

describe('the code of an authenticator app', () => {
  /** Somebody with one of which no code of late has been used, at the beginning of a step. */
  async function withApp(): Promise<Person & { secret: string }> {
    const person = await newPerson(app)
    const { body } = await answerOf(person.browser.post('/account/totp'))
    const code = authenticatorApp(app, body.secret).code()
    expect((await person.browser.post('/account/totp/verify', { code })).status).toBe(204)
    app.clock.advance({ seconds: 150 - (Math.floor(app.clock.now() / 1000) % 30) })
    return { ...person, secret: body.secret }
  }

  async function answerWith(person: Person, code: string) {
    const browser = newBrowser(app)
    const { body } = await signInAgain(browser, person)
    return answerOf(browser.post('/sign-in/challenge', { ...body.challenge, code }))
  }

  test.each([-1, 0, 1])('works %i steps of half a minute off, once', async steps => {
    const person = await withApp()
    const code = codeOf(person.secret, app.clock, steps)
    expect((await answerWith(person, code)).status).toBe(200)
    expect(await answerWith(person, code)).toMatchObject({ status: 400, body: { code: 'code_expired' } })
  })

  test.each([-3, 3])('does not work %i steps off', async steps => {
    const person = await withApp()
    const code = codeOf(person.secret, app.clock, steps)
    expect(await answerWith(person, code)).toMatchObject({ status: 400, body: { code: 'code_mismatch' } })
  })

  test('does not work once a later one has been used', async () => {
    const person = await withApp()
    const [earlier, later] = [codeOf(person.secret, app.clock, -1), codeOf(person.secret, app.clock, 1)]
    expect((await answerWith(person, later)).status).toBe(200)
    expect((await answerWith(person, earlier)).status).toBe(400)
  })
})
