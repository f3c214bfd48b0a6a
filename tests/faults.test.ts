/** What becomes of requests, of the people behind them and of their cookies where Cognito fails on the way. */
import { AdminGetUserCommand, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  cannotDeliver,
  type Fault,
  type FaultyApp,
  hangs,
  isDown,
  isSlow,
  loses,
  resets,
  speaksHalf,
  speaksHtml,
  startFaultyApp,
  throttles,
  throws,
} from './faulty-cognito.ts'
import { administrator, answerOf, newPerson, type Person, signedInBrowser, signInAgain } from './person.ts'
import { refusalOf } from './refusal.ts'
import { cookiesOf, copyOf, gone, refresh } from './session-cookies.ts'
import { createAccount, latestCode, newAccount, newBrowser } from './start-app.ts'
import { authenticatorApp, switchTotpOn } from './totp.ts'

let app: FaultyApp
beforeAll(async () => {
  app = await startFaultyApp()
})
afterAll(() => app?.[Symbol.asyncDispose]())
afterEach(() => app.cognito.mend())

/** Of an account, as Cognito itself has it; `undefined` where there is none. */
async function statusOf(username: string): Promise<string | undefined> {
  const { sdk, UserPoolId } = administrator(app)
  const Filter = `username = "${username}"`
  const { Users = [] } = await sdk.send(new ListUsersCommand({ UserPoolId, Filter }))
  expect(Users.length).toBeLessThan(2)
  return Users[0]?.UserStatus
}

/** An outage, by what it looks like from here. */
const outages: [string, Fault][] = [
  ['fails', isDown],
  ['drops the connection', resets],
  ['drops the connection once it is done', loses],
  ['is a page of something else', speaksHtml],
  ['breaks off in the middle of its answer', speaksHalf],
]

describe('a sign-in', () => {
  test('where Cognito is busy is told to come back, and nothing is repeated', async () => {
    const { browser, ...account } = await newPerson(app)
    app.cognito.mend()
    app.cognito.fails('InitiateAuth', throttles)
    const { username, password } = account
    const answer = await browser.post('/sign-in', { username, password })
    expect(answer.headers.get('retry-after')).toBe('2')
    expect(await refusalOf(answer)).toEqual({
      status: 503,
      code: 'busy',
      message: 'We are very busy. Try again in a moment.',
      cookies: [],
    })
    expect(app.cognito.asked).toEqual(['InitiateAuth'])

    app.cognito.mend()
    expect((await refresh(browser)).status).toBe(200)
    expect((await signInAgain(browser, account)).status).toBe(200)
  })

  test.each(outages)('where Cognito %s is tried once more, which is enough', async (_, fault) => {
    const account = await createAccount(app)
    app.cognito.mend()
    app.cognito.fails('InitiateAuth', fault, 1)
    const browser = newBrowser(app)
    expect((await signInAgain(browser, account)).status).toBe(200)
    expect(app.cognito.asked).toEqual(['InitiateAuth', 'InitiateAuth'])
    expect((await refresh(browser)).status).toBe(200)
  })

  test.each(outages)('where Cognito %s twice is refused, and changes nothing', async (_, fault) => {
    const { browser, ...account } = await newPerson(app)
    app.cognito.mend()
    app.cognito.fails('InitiateAuth', fault)
    const { username, password } = account
    expect(await refusalOf(browser.post('/sign-in', { username, password }))).toEqual({
      status: 502,
      code: 'upstream_unavailable',
      message: 'The account service is not available. Try again in a moment.',
      cookies: [],
    })
    expect(app.cognito.asked).toEqual(['InitiateAuth', 'InitiateAuth'])
    app.cognito.mend()
    expect((await refresh(browser)).status).toBe(200)
  })

  test('that takes Cognito two seconds works', async () => {
    const account = await createAccount(app)
    app.cognito.fails('*', isSlow(2000))
    expect((await signInAgain(newBrowser(app), account)).status).toBe(200)
  })
})

describe('a refresh', () => {
  test('where Cognito is busy is told to come back, and the session lives on', async () => {
    const { browser } = await newPerson(app)
    const before = new Map(browser.cookies)
    app.cognito.mend()
    app.cognito.fails('GetTokensFromRefreshToken', throttles)
    const answer = await refresh(browser)
    expect(answer.headers.get('retry-after')).toBe('2')
    expect(await refusalOf(answer)).toMatchObject({ status: 503, code: 'busy', cookies: [] })
    expect(app.cognito.asked).toEqual(['GetTokensFromRefreshToken'])
    expect(browser.cookies).toEqual(before)
    app.cognito.mend()
    expect((await refresh(browser)).status).toBe(200)
  })

  test('whose answer was lost works with the old token, and all that came of it ends together', async () => {
    const { browser } = await newPerson(app)
    const former = copyOf(app, browser)
    app.cognito.mend()
    app.cognito.fails('GetTokensFromRefreshToken', loses, 1)
    expect(await refusalOf(refresh(browser))).toMatchObject({ status: 502, cookies: [] })
    expect(app.cognito.asked).toEqual(['GetTokensFromRefreshToken'])
    app.clock.advance({ seconds: 20 })
    expect((await refresh(browser)).status).toBe(200)

    expect((await browser.post('/sign-out')).status).toBe(204)
    expect(await refusalOf(refresh(former))).toEqual(gone)
  })

  test('of a session that has ended is asked about once', async () => {
    const { browser, ...person } = await newPerson(app)
    const elsewhere = await signedInBrowser(app, person)
    await browser.post('/account/sign-out-everywhere')
    app.cognito.mend()
    expect(await refusalOf(refresh(elsewhere))).toEqual(gone)
    expect(app.cognito.asked).toEqual(['GetTokensFromRefreshToken'])
  })
})

test.each([
  ['/resend-code', 'ResendConfirmationCode'],
  ['/forgot-password', 'ForgotPassword'],
])(
  'a limit that %s has come to is told with the time to wait, and asked about once',
  async (path, operation) => {
    app.cognito.fails(operation, throws('LimitExceededException'))
    const { username } = newAccount()
    const answer = await newBrowser(app).post(path, { username })
    expect(answer.headers.get('retry-after')).toBe('900')
    expect(await refusalOf(answer)).toMatchObject({
      status: 429,
      code: 'too_many_attempts',
      message: 'Too many attempts. Wait a while, then try again.',
      cookies: [],
    })
    expect(app.cognito.asked).toEqual([operation])
  },
)

describe('a sign-up whose answer was lost', () => {
  /** What stands in the way of the first attempt. */
  async function attempted(fault: Fault = loses) {
    const account = newAccount()
    const browser = newBrowser(app)
    app.cognito.mend()
    app.cognito.fails('SignUp', fault)
    const answer = await browser.post('/sign-up', account)
    const asked = [...app.cognito.asked]
    app.cognito.mend()
    return { account, browser, answer, asked }
  }

  test('is not repeated by us, and can be by the visitor: it leads on to the code, with one account', async () => {
    const { account, browser, answer, asked } = await attempted()
    expect(asked).toEqual(['SignUp'])
    expect(await refusalOf(answer.clone())).toMatchObject({ status: 502, code: 'upstream_unavailable' })
    expect(cookiesOf(answer)).toEqual({
      '__Host-sign-up': { 'max-age': '900', path: '/', secure: true, httponly: true, samesite: 'Strict' },
    })
    expect(await statusOf(account.username)).toBe('UNCONFIRMED')
    const firstCode = await latestCode(app, account.email)

    const again = await answerOf(browser.post('/sign-up', account))
    expect([again.status, again.body]).toEqual([
      201,
      { delivery: { medium: 'email', destination: 'a***@e***' } },
    ])
    expect(app.cognito.asked).toEqual(['SignUp', 'ResendConfirmationCode'])
    expect(app.messages({ to: account.email })).toHaveLength(2)
    expect(await statusOf(account.username)).toBe('UNCONFIRMED')

    const code = await latestCode(app, account.email)
    const { username } = account
    expect(await refusalOf(browser.post('/confirm', { username, code: firstCode }))).toMatchObject({
      code: 'code_mismatch',
    })
    expect(await answerOf(browser.post('/confirm', { username, code }))).toMatchObject({
      status: 200,
      body: { confirmed: true },
    })
    expect((await signInAgain(browser, account)).status).toBe(200)
  })

  test('that took too long leads on as well', async () => {
    const slow = { ...hangs, reachesCognito: true as const }
    const { account, browser, answer } = await attempted(slow)
    expect(await refusalOf(answer)).toMatchObject({ status: 504, code: 'upstream_timeout' })
    expect((await browser.post('/sign-up', account)).status).toBe(201)
  })

  test('that had no effect is a new one when it is sent again', async () => {
    const { account, browser } = await attempted(resets)
    expect(await statusOf(account.username)).toBeUndefined()
    const again = await browser.post('/sign-up', account)
    expect(again.status).toBe(201)
    expect(app.cognito.asked).toEqual(['SignUp'])
    expect(cookiesOf(again)['__Host-sign-up']?.['max-age']).toBe('180')
  })

  test.each<[string, (attempt: Awaited<ReturnType<typeof attempted>>) => object | undefined]>([
    ['by another browser', ({ browser }) => void browser.cookies.clear()],
    ['with another password', () => ({ password: 'another-horse-battery' })],
    ['with another address', () => ({ email: 'ada@else.test' })],
    ['too late', () => void app.clock.advance({ minutes: 16 })],
    ['with a ticket that is none', ({ browser }) => void browser.cookies.set('__Host-sign-up', 'e30.e30')],
  ])('finds the username taken when it is sent %s', async (_, change) => {
    const attempt = await attempted()
    const { account, browser } = attempt
    const changed = { ...account, ...change(attempt) }
    expect(await refusalOf(browser.post('/sign-up', changed))).toMatchObject({
      status: 409,
      code: 'username_taken',
      cookies: [],
    })
    expect(app.cognito.asked).toEqual(['SignUp'])
    expect(app.messages({ to: changed.email }).length).toBeLessThan(2)
  })

  test('finds the username taken where somebody else has been faster', async () => {
    const { account, browser } = await attempted(resets)
    const other = { ...newAccount(), username: account.username, email: `b@${account.username}.test` }
    expect((await newBrowser(app).post('/sign-up', other)).status).toBe(201)
    expect(await refusalOf(browser.post('/sign-up', account))).toMatchObject({ code: 'username_taken' })

    const code = await latestCode(app, other.email)
    await newBrowser(app).post('/confirm', { username: other.username, code })
    expect(await refusalOf(browser.post('/sign-up', account))).toMatchObject({ code: 'username_taken' })
    expect(app.messages({ to: account.email })).toHaveLength(0)
  })

  test('is told once more where the code cannot be sent either, and leads on in the end', async () => {
    const { account, browser } = await attempted()
    app.cognito.fails('ResendConfirmationCode', isDown, 1)
    expect(await refusalOf(browser.post('/sign-up', account))).toMatchObject({ status: 502 })
    expect((await browser.post('/sign-up', account)).status).toBe(201)
  })

  test('keeps nothing that was typed in the browser', async () => {
    const { account, browser } = await attempted()
    const [payload = ''] = (browser.cookies.get('__Host-sign-up') ?? '').split('.')
    const kept = Buffer.from(payload, 'base64url').toString()
    expect(Object.keys(JSON.parse(kept))).toEqual(['digest', 'endsAtMs'])
    for (const typed of Object.values(account)) expect(kept).not.toContain(typed)
  })

  test.each([
    ['is throttled', throttles, 503],
    ['is refused', throws('InvalidParameterException'), 400],
    ['has reached a limit', throws('LimitExceededException'), 429],
  ])('is not what a sign-up is that %s', async (_, fault, status) => {
    const { answer } = await attempted(fault)
    expect(await refusalOf(answer)).toMatchObject({ status, cookies: [] })
  })
})

describe('a code whose confirmation was lost', () => {
  async function confirming() {
    const account = newAccount()
    const browser = newBrowser(app)
    await browser.post('/sign-up', account)
    const confirmation = { username: account.username, code: await latestCode(app, account.email) }
    app.cognito.mend()
    app.cognito.fails('ConfirmSignUp', loses, 1)
    expect(await refusalOf(browser.post('/confirm', confirmation))).toMatchObject({
      status: 502,
      cookies: [],
    })
    expect(app.cognito.asked).toEqual(['ConfirmSignUp'])
    expect(await statusOf(account.username)).toBe('CONFIRMED')
    app.cognito.mend()
    return { account, browser, confirmation }
  }

  test('is right when it is sent again by the browser that signed up, which signs in then', async () => {
    const { account, browser, confirmation } = await confirming()
    const again = await answerOf(browser.post('/confirm', confirmation))
    expect([again.status, again.body]).toEqual([200, { confirmed: true }])
    expect(app.cognito.asked).toEqual(['ConfirmSignUp'])
    expect(browser.cookies.size).toBe(0)
    expect((await signInAgain(browser, account)).status).toBe(200)
  })

  test.each<[string, (browser: ReturnType<typeof newBrowser>) => void]>([
    ['by another browser', ({ cookies }) => cookies.clear()],
    ['too late', () => app.clock.advance({ minutes: 4 })],
  ])('is like a wrong one when it is sent again %s', async (_, change) => {
    const { browser, confirmation } = await confirming()
    change(browser)
    expect(await refusalOf(browser.post('/confirm', confirmation))).toEqual({
      status: 400,
      code: 'code_mismatch',
      message: 'That code is not the right one. Check it, or ask for a new code.',
      cookies: [],
    })
  })
})

describe('a code that cannot be sent', () => {
  test('leaves an account behind that can ask for another one', async () => {
    const account = newAccount()
    const browser = newBrowser(app)
    app.cognito.fails('SignUp', cannotDeliver)
    const answer = await browser.post('/sign-up', account)
    expect([answer.status, await answer.json()]).toEqual([201, {}])
    expect(app.cognito.asked).toEqual(['SignUp'])
    expect(app.logs.at(-1)).toContain('CodeDeliveryFailureException')
    expect(await statusOf(account.username)).toBe('UNCONFIRMED')

    app.cognito.mend()
    const { username } = account
    expect((await browser.post('/resend-code', { username })).status).toBe(200)
    const confirmation = { username, code: await latestCode(app, account.email) }
    expect((await browser.post('/confirm', confirmation)).status).toBe(200)
    expect((await signInAgain(browser, account)).status).toBe(200)
  })

  test('is told where another one is asked for', async () => {
    const account = newAccount()
    await newBrowser(app).post('/sign-up', account)
    app.cognito.mend()
    app.cognito.fails('ResendConfirmationCode', cannotDeliver)
    expect(
      await refusalOf(newBrowser(app).post('/resend-code', { username: account.username })),
    ).toMatchObject({
      status: 502,
      code: 'upstream_unavailable',
      message: 'The code could not be sent. Try again in a moment.',
    })
    expect(app.cognito.asked).toEqual(['ResendConfirmationCode'])
  })

  test('to a new address is told, and the old one stays', async () => {
    const { browser, username, email } = await newPerson(app)
    app.cognito.mend()
    app.cognito.fails('UpdateUserAttributes', cannotDeliver)
    expect(await refusalOf(browser.post('/account/email', { email: newAccount().email }))).toMatchObject({
      status: 502,
      message: 'The code could not be sent. Try again in a moment.',
    })
    expect(app.cognito.asked).toEqual(['GetUser', 'UpdateUserAttributes'])
    expect((await administrator(app).attributesOf(username)).email).toBe(email)
  })
})

describe('a changed password', () => {
  const newPassword = 'another-horse-battery'

  async function changing() {
    const { browser, ...account } = await newPerson(app)
    const elsewhere = await signedInBrowser(app, account)
    app.cognito.mend()
    const change = () =>
      answerOf(browser.post('/account/password', { currentPassword: account.password, newPassword }))
    return { browser, account: { ...account, password: newPassword }, elsewhere, change }
  }

  test('is told with a warning where the other sessions could not be ended, and this one is a new one', async () => {
    const { browser, account, elsewhere, change } = await changing()
    const former = copyOf(app, browser)
    app.cognito.fails('GlobalSignOut', isDown)
    const { status, body } = await change()
    expect(status).toBe(200)
    expect(body).toEqual({
      idToken: expect.any(String),
      expiresAt: expect.any(String),
      othersMayLiveOn: true,
    })
    expect(app.cognito.asked).toEqual([
      'ChangePassword',
      'GlobalSignOut',
      'GlobalSignOut',
      'InitiateAuth',
      'RevokeToken',
    ])
    expect(app.logs.at(-1)).toContain('InternalErrorException')
    app.cognito.mend()
    expect(await refusalOf(refresh(former))).toEqual(gone)
    expect((await refresh(browser)).status).toBe(200)
    expect((await refresh(elsewhere)).status).toBe(200)

    expect((await browser.post('/account/sign-out-everywhere')).status).toBe(204)
    expect(await refusalOf(refresh(elsewhere))).toEqual(gone)
    expect((await signInAgain(browser, account)).status).toBe(200)
  })

  test('is told with the warning where a second factor is asked for, too', async () => {
    const { browser, change } = await changing()
    const { secret } = await switchTotpOn(app, browser)
    app.cognito.fails('GlobalSignOut', isDown)
    const { status, body } = await change()
    expect([status, body.challenge.name, body.othersMayLiveOn]).toEqual([200, 'TOTP', true])
    app.cognito.mend()
    const code = authenticatorApp(app, secret).nextCode()
    const { session } = body.challenge
    expect((await browser.post('/sign-in/challenge', { name: 'TOTP', session, code })).status).toBe(200)
  })

  test('is told as changed where there is no new session, which a sign-in mends', async () => {
    const { browser, account, elsewhere, change } = await changing()
    app.cognito.fails('InitiateAuth', hangs)
    const { status, body, response } = await change()
    expect([status, body.code, body.message]).toEqual([
      504,
      'upstream_timeout',
      'Your password is changed, and you are signed out everywhere. Sign in with the new password.',
    ])
    expect(cookiesOf(response)).toEqual({})
    app.cognito.mend()
    for (const ended of [elsewhere, browser]) expect(await refusalOf(refresh(ended))).toEqual(gone)
    expect((await signInAgain(browser, account)).status).toBe(200)
  })

  test('needs no warning where only the answer was lost: the second attempt finds all sessions ended', async () => {
    const { browser, elsewhere, change } = await changing()
    app.cognito.fails('GlobalSignOut', loses, 1)
    const { status, body } = await change()
    expect([status, body.othersMayLiveOn]).toEqual([200, undefined])
    expect(app.cognito.asked).toEqual(['ChangePassword', 'GlobalSignOut', 'GlobalSignOut', 'InitiateAuth'])
    expect(await refusalOf(refresh(elsewhere))).toEqual(gone)
    expect((await refresh(browser)).status).toBe(200)
  })
})

describe('signing out', () => {
  test('everywhere has worked where only the answer was lost', async () => {
    const { browser, ...account } = await newPerson(app)
    const elsewhere = await signedInBrowser(app, account)
    app.cognito.mend()
    app.cognito.fails('GlobalSignOut', loses, 1)
    expect((await browser.post('/account/sign-out-everywhere')).status).toBe(204)
    expect(app.cognito.asked).toEqual(['GlobalSignOut', 'GlobalSignOut'])
    expect(browser.cookies.size).toBe(0)
    expect(await refusalOf(refresh(elsewhere))).toEqual(gone)
  })

  test('everywhere is not said to have worked by a session that has ended alone', async () => {
    const { browser, ...account } = await newPerson(app)
    const [elsewhere, tab] = [await signedInBrowser(app, account), copyOf(app, browser)]
    tab.idToken = browser.idToken
    await browser.post('/sign-out')
    expect(await refusalOf(tab.post('/account/sign-out-everywhere'))).toMatchObject({
      status: 401,
      code: 'session_ended',
    })
    expect((await refresh(elsewhere)).status).toBe(200)
  })

  test('ends the session though the first answer was lost', async () => {
    const { browser } = await newPerson(app)
    const former = copyOf(app, browser)
    app.cognito.mend()
    app.cognito.fails('RevokeToken', loses, 1)
    expect((await browser.post('/sign-out')).status).toBe(204)
    expect(app.cognito.asked).toEqual(['RevokeToken', 'RevokeToken'])
    expect(await refusalOf(refresh(former))).toEqual(gone)
  })
})

test('a deletion whose answer was lost has worked when it is sent again', async () => {
  const { browser, ...account } = await newPerson(app)
  app.cognito.mend()
  app.cognito.fails('DeleteUser', loses)
  const { username } = account
  expect(await refusalOf(browser.delete('/account', { username }))).toMatchObject({
    status: 502,
    code: 'upstream_unavailable',
    cookies: [],
  })
  expect(app.cognito.asked).toEqual(['DeleteUser'])
  expect(await statusOf(username)).toBeUndefined()

  app.cognito.mend()
  expect((await browser.delete('/account', { username })).status).toBe(204)
  expect(browser.cookies.size).toBe(0)
  const { sdk, UserPoolId } = administrator(app)
  await expect(sdk.send(new AdminGetUserCommand({ UserPoolId, Username: username }))).rejects.toThrow()
  expect((await newBrowser(app).post('/sign-up', account)).status).toBe(201)
})

describe('what fails on the way', () => {
  test.each<[string, string, (person: Person) => Promise<Response>]>([
    ['an account', 'GetUserAuthFactors', ({ browser }) => browser.get('/account')],
    ['a list of passkeys', 'GetUser', ({ browser }) => browser.get('/account/passkeys')],
    [
      'a change of address',
      'UpdateUserAttributes',
      ({ browser, email }) => browser.post('/account/email', { email: `new-${email}` }),
    ],
    ['an authenticator app', 'AssociateSoftwareToken', ({ browser }) => browser.post('/account/totp')],
  ])('%s is refused where Cognito has answered and then fails (%s)', async (_, operation, ask) => {
    const person = await newPerson(app)
    app.cognito.mend()
    app.cognito.fails(operation, isDown)
    expect(await refusalOf(ask(person))).toMatchObject({
      status: 502,
      code: 'upstream_unavailable',
      cookies: [],
    })
    expect(app.cognito.asked.length).toBeGreaterThan(1)
    app.cognito.mend()
    expect(app.messages({ to: `new-${person.email}` })).toHaveLength(0)
    expect(await answerOf(person.browser.get('/account'))).toMatchObject({
      status: 200,
      body: { email: person.email, factors: { totp: false } },
    })
  })

  test('an authenticator app is not asked for before it is switched on, and can be switched on again', async () => {
    const { browser, ...account } = await newPerson(app)
    const { body } = await answerOf(browser.post('/account/totp'))
    const device = authenticatorApp(app, body.secret)
    app.cognito.fails('SetUserMFAPreference', isDown)
    expect(await refusalOf(browser.post('/account/totp/verify', { code: device.code() }))).toMatchObject({
      status: 502,
    })
    app.cognito.mend()
    expect((await signInAgain(newBrowser(app), account)).body).toHaveProperty('idToken')
    expect((await browser.post('/account/totp/verify', { code: device.nextCode() })).status).toBe(204)
    expect((await signInAgain(newBrowser(app), account)).body).toHaveProperty('challenge')
  })
})
