/** The code that confirms a new account, and signs in the browser that it was made in. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newPerson } from './person.ts'
import { refusalOf } from './refusal.ts'
import { closed, cookiesOf, copyOf, gone, refresh } from './session-cookies.ts'
import { type App, type Browser, latestCode, newAccount, newBrowser, startApp } from './start-app.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app?.[Symbol.asyncDispose]())

async function signedUp() {
  const account = newAccount()
  const browser = newBrowser(app)
  const answer = await browser.post('/sign-up', account)
  const code = await latestCode(app, account.email)
  return { ...account, browser, answer, confirmation: { username: account.username, code } }
}

test('confirming leads in where the sign-up was, and the ticket for it is taken away', async () => {
  const { browser, answer, confirmation } = await signedUp()
  expect(cookiesOf(answer)).toEqual({ '__Host-sign-up': closed('180') })
  expect(await answer.json()).toEqual({ delivery: { medium: 'email', destination: 'a***@e***' } })

  const confirmed = await browser.post('/confirm', confirmation)
  expect(await confirmed.json()).toEqual({
    confirmed: true,
    session: { idToken: expect.any(String), expiresAt: expect.any(String) },
  })
  expect(cookiesOf(confirmed)).toEqual({
    '__Host-refresh': closed(expect.any(String)),
    '__Host-access': closed('300'),
    '__Host-sign-up': closed('0'),
  })
  expect((await browser.get('/secret')).status).toBe(200)
  expect((await refresh(browser)).status).toBe(200)
})

test('confirming ends the session that the browser had until then', async () => {
  const { username, email, password } = newAccount()
  const { browser } = await newPerson(app)
  const former = copyOf(app, browser)
  await browser.post('/sign-up', { username, email, password })
  const code = await latestCode(app, email)
  expect((await browser.post('/confirm', { username: username.toUpperCase(), code })).status).toBe(200)
  expect(await refusalOf(refresh(former))).toEqual(gone)
  expect(await (await browser.get('/account')).json()).toMatchObject({ username })
})

test('confirming leads in after a wrong code, too', async () => {
  const { browser, confirmation } = await signedUp()
  const code = confirmation.code === '000000' ? '111111' : '000000'
  const wrong = browser.post('/confirm', { ...confirmation, code })
  expect(await refusalOf(wrong)).toMatchObject({ code: 'code_mismatch', cookies: [] })
  await browser.post('/confirm', confirmation)
  expect(browser.cookies.has('__Host-refresh')).toBe(true)
})

test.each<[string, (browser: Browser) => Promise<unknown>]>([
  ['in another browser', async ({ cookies }) => cookies.clear()],
  [
    'with a ticket of another name',
    async ({ cookies }) => cookies.set('__Host-sign-up', await otherTicket()),
  ],
  ['with a ticket that is none', async ({ cookies }) => cookies.set('__Host-sign-up', 'e30.e30')],
  ['too late to be led in', async () => app.clock.advance({ minutes: 4 })],
])('confirming works %s, and leads nobody in', async (_, change) => {
  const { browser, username, password, confirmation } = await signedUp()
  await change(browser)
  const confirmed = await browser.post('/confirm', confirmation)
  expect([confirmed.status, await confirmed.json()]).toEqual([200, { confirmed: true }])
  expect(browser.cookies.has('__Host-refresh')).toBe(false)
  expect((await browser.post('/sign-in', { username, password })).status).toBe(200)
})

const otherTicket = async () => (await signedUp()).browser.cookies.get('__Host-sign-up') ?? ''
