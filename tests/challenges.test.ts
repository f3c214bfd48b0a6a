/** Sign-ins of more than one step, as a browser sees them. */
import { AdminDisableUserCommand } from '@aws-sdk/client-cognito-identity-provider'
import type { Challenge } from '@latchkey/core/routes/sign-in'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { administrator, invite, newPerson, otherThan, type Person } from './person.ts'
import { refusalOf } from './refusal.ts'
import { sampleBodies } from './sample-bodies.ts'
import { demandSecondFactor } from './second-factor.ts'
import {
  type Account,
  type App,
  createAccount,
  newAccount,
  newBrowser,
  setCookies,
  startApp,
} from './start-app.ts'
import { authenticatorApp, switchTotpOn } from './totp.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app?.[Symbol.asyncDispose]())
// A code of an app is good for once, and the one before it is taken too.
beforeEach(() => app.clock.advance({ minutes: 1 }))

const passphrase = 'a-passphrase-of-my-own'

/** What the account asks for after the password. */
async function challengeFor({ username, password }: Pick<Account, 'username' | 'password'>) {
  const answer = await newBrowser(app).post('/sign-in', { username, password })
  const { challenge } = (await answer.json()) as { challenge: Challenge }
  expect([answer.status, setCookies(answer)]).toEqual([200, []])
  return challenge
}

const answerWith = (body: object, browser = newBrowser(app)) => browser.post('/sign-in/challenge', body)

const expired = {
  status: 401,
  code: 'challenge_expired',
  message: 'That took too long. Sign in again.',
  cookies: [],
}
const mismatch = {
  status: 400,
  code: 'code_mismatch',
  message: 'That code is not the right one. Enter the one that your app shows now.',
  cookies: [],
}

describe('an authenticator app', () => {
  let person: Person
  let device: ReturnType<typeof authenticatorApp>
  beforeAll(async () => {
    person = await newPerson(app)
    device = await switchTotpOn(app, person.browser)
  })

  test('is asked for after the password, and its code leads in', async () => {
    const browser = newBrowser(app)
    const challenge = await challengeFor(person)
    expect(challenge).toEqual({ name: 'TOTP', session: expect.any(String) })

    const answer = await answerWith({ ...challenge, code: device.code() }, browser)
    expect(answer.status).toBe(200)
    expect(Object.keys((await answer.json()) as object)).toEqual(['idToken', 'expiresAt'])
    expect([...browser.cookies.keys()]).toEqual(['__Host-refresh', '__Host-access'])
    expect((await browser.get('/secret')).status).toBe(200)
  })

  test('is asked for whoever signs in by address, too', async () => {
    const challenge = await challengeFor({ ...person, username: person.email })
    expect((await answerWith({ ...challenge, code: device.code() })).status).toBe(200)
  })

  test('ends the session that the browser had so far', async () => {
    const browser = newBrowser(app)
    const first = await challengeFor(person)
    await answerWith({ ...first, code: device.code() }, browser)
    const before = new Map(browser.cookies)
    app.clock.advance({ minutes: 1 })
    const second = await challengeFor(person)
    expect((await answerWith({ ...second, code: device.code() }, browser)).status).toBe(200)

    const former = newBrowser(app)
    for (const [name, value] of before) former.cookies.set(name, value)
    expect((await former.post('/session/refresh')).status).toBe(401)
    expect((await browser.post('/session/refresh')).status).toBe(200)
  })

  test('may show another code: after a wrong one the right one still counts', async () => {
    const challenge = await challengeFor(person)
    const code = device.code()
    expect(await refusalOf(answerWith({ ...challenge, code: otherThan(code) }))).toEqual(mismatch)
    expect((await answerWith({ ...challenge, code })).status).toBe(200)
  })

  test('is not guessed: after some wrong codes the right one is refused', async () => {
    const challenge = await challengeFor(person)
    const code = device.code()
    for (let count = 0; count < 5; count++) await answerWith({ ...challenge, code: otherThan(code) })
    expect(await refusalOf(answerWith({ ...challenge, code }))).toEqual(expired)
  })

  test('gives codes that are good for once, and the reason is told', async () => {
    const code = device.code()
    expect((await answerWith({ ...(await challengeFor(person)), code })).status).toBe(200)
    expect(await refusalOf(answerWith({ ...(await challengeFor(person)), code }))).toEqual({
      status: 400,
      code: 'code_expired',
      message: 'That code has been used already. Wait for the next one in your app.',
      cookies: [],
    })
  })

  describe('has a challenge that', () => {
    test('is used up by a right answer', async () => {
      const challenge = await challengeFor(person)
      expect((await answerWith({ ...challenge, code: device.code() })).status).toBe(200)
      app.clock.advance({ minutes: 1 })
      expect(await refusalOf(answerWith({ ...challenge, code: device.code() }))).toEqual(expired)
    })

    test('expires', async () => {
      const challenge = await challengeFor(person)
      app.clock.advance({ minutes: 4 })
      expect(await refusalOf(answerWith({ ...challenge, code: device.code() }))).toEqual(expired)
    })

    test('ends with the account', async () => {
      const other = await newPerson(app)
      const otherDevice = await switchTotpOn(app, other.browser)
      const challenge = await challengeFor(other)
      const { sdk, UserPoolId } = administrator(app)
      await sdk.send(new AdminDisableUserCommand({ UserPoolId, Username: other.username }))
      const answer = await answerWith({ ...challenge, code: otherDevice.nextCode() })
      expect(await refusalOf(answer)).toEqual(expired)
    })

    test('is of one step', async () => {
      const { session } = await challengeFor(person)
      const code = device.code()
      for (const [route, body] of sampleBodies(person)) {
        if (route !== 'signInChallenge' || body.name === 'TOTP') continue
        expect(await refusalOf(answerWith({ ...body, session }))).toEqual(expired)
      }
      expect((await answerWith({ name: 'TOTP', session, code })).status).toBe(200)
    })

    test('cannot be altered, not for another user either', async () => {
      const other = await newPerson(app)
      await switchTotpOn(app, other.browser)
      const newcomer = newBrowser(app)
      await newcomer.post('/sign-up', newAccount())
      const [mine, theirs] = [await challengeFor(person), await challengeFor(other)]
      const [payload = '', seal = ''] = theirs.session.split('.')
      const content = JSON.parse(Buffer.from(payload, 'base64url').toString())
      const encode = (changes: object) =>
        Buffer.from(JSON.stringify({ ...content, ...changes })).toString('base64url')

      const code = device.code()
      for (const session of [
        'garbage',
        '.',
        payload,
        `${payload}.`,
        `${payload}.${seal}.${seal}`,
        `${payload}.${[...seal].reverse().join('')}`,
        `${encode({ username: person.username })}.${seal}`,
        `${mine.session.split('.')[0]}.${seal}`,
        newcomer.cookies.get('__Host-sign-up'),
      ]) {
        expect(await refusalOf(answerWith({ name: 'TOTP', session, code }))).toEqual(expired)
      }
      expect(await refusalOf(answerWith({ ...theirs, code }))).toEqual(mismatch)
      expect((await answerWith({ ...mine, code })).status).toBe(200)
    })
  })
})

describe('somebody whose account was made for them', () => {
  test('chooses a password at the first sign-in, and is in', async () => {
    const temporary = await invite(app)
    const challenge = await challengeFor(temporary)
    expect(challenge).toEqual({ name: 'NEW_PASSWORD_REQUIRED', session: expect.any(String) })
    const browser = newBrowser(app)
    expect((await answerWith({ ...challenge, password: passphrase }, browser)).status).toBe(200)
    expect((await browser.get('/secret')).status).toBe(200)

    const { username, password } = temporary
    expect((await newBrowser(app).post('/sign-in', { username, password })).status).toBe(401)
    expect((await newBrowser(app).post('/sign-in', { username, password: passphrase })).status).toBe(200)
  })

  test('is told that a password is too short, and can choose another one', async () => {
    const challenge = await challengeFor(await invite(app))
    expect(await refusalOf(answerWith({ ...challenge, password: 'short' }))).toMatchObject({
      status: 400,
      code: 'invalid_request',
      fields: { password: 'Use at least 12 characters.' },
    })
    expect((await answerWith({ ...challenge, password: passphrase })).status).toBe(200)
  })

  test('has one try at it with each challenge, and three minutes', async () => {
    const temporary = await invite(app)
    const challenge = await challengeFor(temporary)
    app.clock.advance({ minutes: 4 })
    expect(await refusalOf(answerWith({ ...challenge, password: passphrase }))).toEqual(expired)
    const next = await challengeFor(temporary)
    expect((await answerWith({ ...next, password: passphrase })).status).toBe(200)
    expect(await refusalOf(answerWith({ ...next, password: passphrase }))).toEqual(expired)
  })
})

describe('a pool that demands a second factor', () => {
  let account: Account
  beforeAll(async () => {
    account = await createAccount(app)
    await demandSecondFactor(app, 'ON')
  })
  afterAll(() => demandSecondFactor(app, 'OPTIONAL'))

  async function setUp() {
    const challenge = await challengeFor(account)
    if (challenge.name !== 'MFA_SETUP') throw new Error(`${challenge.name} instead of MFA_SETUP`)
    const { secret, ...rest } = challenge
    expect(secret).toMatch(/^[A-Z2-7]{16,}$/)
    return { challenge: rest, device: authenticatorApp(app, secret) }
  }

  test('has it set up on the way: a wrong code, then the right one', async () => {
    const { challenge, device } = await setUp()
    const code = device.code()
    expect(await refusalOf(answerWith({ ...challenge, code: otherThan(code) }))).toEqual(mismatch)

    const browser = newBrowser(app)
    expect((await answerWith({ ...challenge, code }, browser)).status).toBe(200)
    expect((await browser.get('/secret')).status).toBe(200)
    expect(await refusalOf(answerWith({ ...challenge, code }))).toEqual(expired)

    const next = await challengeFor(account)
    expect(next.name).toBe('TOTP')
    expect((await answerWith({ ...next, code: device.nextCode() })).status).toBe(200)
  })

  test('has it set up in time', async () => {
    account = await createAccount(app)
    const { challenge, device } = await setUp()
    app.clock.advance({ minutes: 4 })
    expect(await refusalOf(answerWith({ ...challenge, code: device.code() }))).toEqual(expired)
  })

  test('does not let somebody in who has just confirmed, and confirms them all the same', async () => {
    const newcomer = newAccount()
    const browser = newBrowser(app)
    await browser.post('/sign-up', newcomer)
    const [{ code } = {}] = app.messages({ to: newcomer.email })
    const confirmed = await browser.post('/confirm', { username: newcomer.username, code })
    expect([confirmed.status, await confirmed.json()]).toEqual([200, { confirmed: true }])
    expect([...browser.cookies.keys()]).toEqual([])
    expect((await challengeFor(newcomer)).name).toBe('MFA_SETUP')
  })
})
