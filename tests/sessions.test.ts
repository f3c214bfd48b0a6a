/** What becomes of a session: its cookies, its refreshes, its end. */
import { AdminDeleteUserCommand, AdminDisableUserCommand } from '@aws-sdk/client-cognito-identity-provider'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { administrator, newPerson, signedInBrowser, signInAgain } from './person.ts'
import { refusalOf } from './refusal.ts'
import { cleared, closed, cookiesOf, copyOf, gone, overtaken, refresh } from './session-cookies.ts'
import { type App, createAccount, newBrowser, setCookies, startApp } from './start-app.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app?.[Symbol.asyncDispose]())

const days = 24 * 60 * 60

/** How long the refresh token lives from its issue on, for the cookie says so much and no more. */
function secondsLeft(answer: Response) {
  const maxAge = setCookies(answer).find(({ name }) => name === '__Host-refresh')?.attributes['max-age']
  return Number(maxAge)
}

describe('the cookies of a session', () => {
  test('are closed to scripts and other sites, and live as long as their tokens', async () => {
    const { username, password } = await createAccount(app)
    const browser = newBrowser(app)
    const answer = await browser.post('/sign-in', { username, password })
    expect(cookiesOf(answer)).toEqual({
      '__Host-refresh': closed(expect.any(String)),
      '__Host-access': closed('300'),
    })
    const { auth_time: signedInAt, iat, exp } = decodeJwt(browser.cookies.get('__Host-access') ?? '')
    expect(Number(exp) - Number(iat)).toBe(300)
    expect(secondsLeft(answer)).toBe(Number(signedInAt) + 7 * days - Number(iat))
    expect(secondsLeft(answer)).toBeGreaterThan(7 * days - 5)
  })

  test('hold what no body tells', async () => {
    const account = await createAccount(app)
    const browser = newBrowser(app)
    const bodies = await Promise.all([
      browser
        .post('/sign-in', { username: account.username, password: account.password })
        .then(answer => answer.text()),
      signedInBrowser(app, account).then(async other => (await refresh(other)).text()),
    ])
    expect(browser.cookies.size).toBe(2)
    for (const body of bodies) {
      expect(Object.keys(JSON.parse(body))).toEqual(['idToken', 'expiresAt'])
      for (const value of browser.cookies.values()) expect(body).not.toContain(value)
    }
  })

  test('shrink with what is left of the session', async () => {
    const { browser } = await newPerson(app)
    app.clock.advance({ days: 3 })
    const answer = await refresh(browser)
    expect(cookiesOf(answer)['__Host-access']).toEqual(closed('300'))
    expect(secondsLeft(answer)).toBeLessThanOrEqual(4 * days)
    expect(secondsLeft(answer)).toBeGreaterThan(4 * days - 60)
  })
})

describe('a refresh', () => {
  test('gives a session that everything takes, and another refresh token', async () => {
    const { browser } = await newPerson(app)
    const before = new Map(browser.cookies)
    app.clock.advance({ minutes: 6 })
    expect((await browser.get('/secret')).status).toBe(401)
    const answer = await refresh(browser)
    expect(answer.status).toBe(200)
    const { expiresAt } = (await answer.json()) as { expiresAt: string }
    expect(Date.parse(expiresAt)).toBe(Number(decodeJwt(browser.idToken ?? '').exp) * 1000)
    expect((await browser.get('/secret')).status).toBe(200)
    expect((await browser.get('/account')).status).toBe(200)
    for (const [name, value] of before) expect(browser.cookies.get(name)).not.toBe(value)
  })

  test('works for twenty that come at once with the same cookie, and so do all that they get', async () => {
    const { browser } = await newPerson(app)
    const tabs = Array.from({ length: 20 }, () => copyOf(app, browser))
    const statuses = async () => new Set((await Promise.all(tabs.map(refresh))).map(({ status }) => status))
    expect(await statuses()).toEqual(new Set([200]))
    expect(new Set(tabs.map(({ cookies }) => cookies.get('__Host-refresh'))).size).toBe(20)
    expect(await statuses()).toEqual(new Set([200]))
  })

  test('takes a token that was replaced for half a minute, and then leaves the cookies alone', async () => {
    const { browser } = await newPerson(app)
    const [tab, lateTab] = [copyOf(app, browser), copyOf(app, browser)]
    await refresh(browser)
    app.clock.advance({ seconds: 29 })
    expect((await refresh(tab)).status).toBe(200)
    app.clock.advance({ seconds: 2 })
    expect(await refusalOf(refresh(lateTab))).toEqual(overtaken)
    expect((await refresh(browser)).status).toBe(200)
    expect((await refresh(tab)).status).toBe(200)
  })

  test('does not prolong the session: it ends after seven days', async () => {
    const { browser } = await newPerson(app)
    for (let day = 1; day < 7; day++) {
      app.clock.advance({ days: 1 })
      expect((await refresh(browser)).status).toBe(200)
    }
    app.clock.advance({ hours: 23 })
    const last = await refresh(browser)
    expect(last.status).toBe(200)
    expect(secondsLeft(last)).toBeLessThanOrEqual(60 * 60)
    app.clock.advance({ hours: 1 })
    expect(await refusalOf(refresh(browser))).toEqual(gone)
    expect(browser.cookies.size).toBe(0)
  })

  test('without a cookie is refused', async () => {
    expect(await refusalOf(refresh(newBrowser(app)))).toEqual(overtaken)
  })

  test.each(['garbage', 'a.b.c', 'a.b.c.d.e', '%22', '__proto__'])(
    'with the cookie %j is refused, and the cookies are cleared',
    async cookie => {
      const browser = newBrowser(app)
      browser.cookies.set('__Host-refresh', cookie)
      const answer = await refresh(browser)
      expect(cookiesOf(answer)).toEqual(cleared)
      expect(await refusalOf(answer)).toEqual(gone)
    },
  )

  test.each([
    ['disabled', AdminDisableUserCommand],
    ['deleted', AdminDeleteUserCommand],
  ] as const)('of somebody who was %s is refused, and the cookies are cleared', async (_, Command) => {
    const { username, browser } = await newPerson(app)
    const { sdk, UserPoolId } = administrator(app)
    await sdk.send(new Command({ UserPoolId, Username: username }) as AdminDeleteUserCommand)
    expect(await refusalOf(refresh(browser))).toEqual(gone)
  })
})

describe('signing in', () => {
  test('ends the session that the browser had, whoever it was', async () => {
    const [ada, bob] = [await newPerson(app), await createAccount(app)]
    const [former, elsewhere] = [copyOf(app, ada.browser), await signedInBrowser(app, ada)]
    expect((await signInAgain(ada.browser, bob)).status).toBe(200)
    expect(await refusalOf(refresh(former))).toEqual(gone)
    expect((await refresh(ada.browser)).status).toBe(200)
    expect((await refresh(elsewhere)).status).toBe(200)
  })

  test('that fails leaves it alone', async () => {
    const { browser, username } = await newPerson(app)
    const answer = browser.post('/sign-in', { username, password: 'not-the-password' })
    expect(await refusalOf(answer)).toMatchObject({ status: 401, code: 'invalid_credentials', cookies: [] })
    expect((await refresh(browser)).status).toBe(200)
  })

  test('works with a cookie that is worth nothing', async () => {
    const browser = newBrowser(app)
    browser.cookies.set('__Host-refresh', 'garbage')
    const { status } = await signInAgain(browser, await createAccount(app))
    expect(status).toBe(200)
    expect((await refresh(browser)).status).toBe(200)
  })
})

describe('signing out', () => {
  test('ends the session and takes the cookies away', async () => {
    const { browser } = await newPerson(app)
    const former = copyOf(app, browser)
    const answer = await browser.post('/sign-out')
    expect([answer.status, await answer.text()]).toEqual([204, ''])
    expect(cookiesOf(answer)).toEqual(cleared)
    expect(browser.cookies.size).toBe(0)
    expect(await refusalOf(refresh(former))).toEqual(gone)
  })

  test('leaves the ID token that is out to its five minutes, and the account is closed to it at once', async () => {
    const { browser } = await newPerson(app)
    const { idToken } = browser
    const former = copyOf(app, browser)
    former.idToken = idToken
    await browser.post('/sign-out')
    expect((await former.get('/secret')).status).toBe(200)
    expect(await refusalOf(former.get('/account'))).toMatchObject({ status: 401, code: 'session_ended' })
    app.clock.advance({ minutes: 5 })
    expect((await former.get('/secret')).status).toBe(401)
  })

  test('ends a session whose token was replaced meanwhile', async () => {
    const { browser } = await newPerson(app)
    const former = copyOf(app, browser)
    await refresh(browser)
    await former.post('/sign-out')
    expect(await refusalOf(refresh(browser))).toEqual(gone)
  })

  test('leaves other sessions alone', async () => {
    const person = await newPerson(app)
    const elsewhere = await signedInBrowser(app, person)
    await person.browser.post('/sign-out')
    expect((await refresh(elsewhere)).status).toBe(200)
  })

  test.each([undefined, 'garbage', 'a.b.c', 'a.b.c.d.e'])('works with the cookie %j', async cookie => {
    const browser = newBrowser(app)
    if (cookie !== undefined) browser.cookies.set('__Host-refresh', cookie)
    const answer = await browser.post('/sign-out')
    expect([answer.status, cookiesOf(answer)]).toEqual([204, cleared])
    expect(app.logs.at(-1)).not.toContain('"error"')
  })
})
