/** One's own account: what it tells, and how it and its sessions end. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { administrator, answerOf, newPerson, signedInBrowser, signInAgain } from './person.ts'
import { type App, type Browser, post, setCookies, startApp } from './start-app.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app[Symbol.asyncDispose]())

const refreshed = (browser: Browser) => answerOf(browser.post('/session/refresh'))
const sessionEnded = { status: 401, body: { code: 'session_ended' } }

test('tells its owner whose it is, and what it takes to sign in', async () => {
  const { browser, username, email } = await newPerson(app)
  expect(await answerOf(browser.get('/account'))).toMatchObject({
    status: 200,
    body: { username, email, factors: { totp: false, passkey: false } },
  })
})

describe('signing out everywhere', () => {
  test('ends this session and all others', async () => {
    const { browser, ...account } = await newPerson(app)
    const other = await signedInBrowser(app, account)
    const { status, response } = await answerOf(browser.post('/account/sign-out-everywhere'))

    expect(status).toBe(204)
    expect(cleared(response)).toEqual(['__Host-access', '__Host-refresh'])
    expect(await refreshed(other)).toMatchObject(sessionEnded)
    expect(await refreshed(browser)).toMatchObject(sessionEnded)
    expect((await signInAgain(browser, account)).status).toBe(200)
  })
})

describe('deleting', () => {
  test('wants the username once more', async () => {
    const { browser } = await newPerson(app)
    expect(await answerOf(browser.delete('/account', { username: 'somebody-else' }))).toMatchObject({
      status: 400,
      body: {
        code: 'invalid_request',
        message: 'That is not your username.',
        fields: { username: 'That is not your username.' },
      },
    })
    expect((await answerOf(browser.get('/account'))).status).toBe(200)
  })

  test('ends every session and leaves nothing to sign in to', async () => {
    const { browser, ...account } = await newPerson(app)
    const other = await signedInBrowser(app, account)
    const username = account.username.toUpperCase()
    const { status, body, response } = await answerOf(browser.delete('/account', { username }))

    expect([status, body]).toEqual([204, undefined])
    expect(cleared(response)).toEqual(['__Host-access', '__Host-passkey-user', '__Host-refresh'])
    expect(await refreshed(other)).toMatchObject(sessionEnded)
    expect(await signInAgain(browser, account)).toMatchObject({
      status: 401,
      body: { code: 'invalid_credentials' },
    })
    await expect(administrator(app).attributesOf(account.username)).rejects.toMatchObject({
      name: 'UserNotFoundException',
    })
  })

  test('twice is as good as once', async () => {
    const { browser, ...account } = await newPerson(app)
    const other = await signedInBrowser(app, account)
    const { username } = account
    expect((await answerOf(browser.delete('/account', { username }))).status).toBe(204)
    expect((await answerOf(other.delete('/account', { username }))).status).toBe(204)
  })

  test('frees the name and the address', async () => {
    const { browser, ...account } = await newPerson(app)
    await browser.delete('/account', { username: account.username })
    const answer = await post(`${app.url}/api/sign-up`, account)
    expect(answer.status).toBe(201)
  })
})

const cleared = (response: Response) =>
  setCookies(response)
    .filter(({ value, attributes }) => value === '' && attributes['max-age'] === '0')
    .map(({ name }) => name)
    .sort()
