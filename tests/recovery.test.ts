/** The way back in for who has forgotten the password. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newPerson, otherThan, signInAgain } from './person.ts'
import { refusalOf } from './refusal.ts'
import { gone, refresh } from './session-cookies.ts'
import { type App, createAccount, latestCode, newBrowser, setCookies, startApp } from './start-app.ts'
import { switchTotpOn } from './totp.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app?.[Symbol.asyncDispose]())

const newPassword = 'another-horse-battery'

const forgot = (username: string) => newBrowser(app).post('/forgot-password', { username })
const reset = (username: string, code: string, password = newPassword) =>
  newBrowser(app).post('/reset-password', { username, code, password })
const signInStatus = async (username: string, password: string) =>
  (await newBrowser(app).post('/sign-in', { username, password })).status

/** Somebody who has asked for a code, and the code. */
async function forgetful() {
  const account = await createAccount(app)
  expect((await forgot(account.username)).status).toBe(200)
  return { ...account, code: await latestCode(app, account.email) }
}

/** Whether it is wrong, used or too old is not told. */
const refused = {
  status: 400,
  code: 'code_mismatch',
  message: 'Check the code: it is not the right one, or it has expired. Ask for a new one.',
  cookies: [],
}

describe('a forgotten password', () => {
  test('is replaced with the code from the message, and signs nobody in', async () => {
    const { username, password, code } = await forgetful()
    const answer = await reset(username, code)
    expect([answer.status, await answer.text(), setCookies(answer)]).toEqual([204, '', []])
    expect(await signInStatus(username, password)).toBe(401)
    expect(await signInStatus(username, newPassword)).toBe(200)
  })

  test('is replaced by who gives the address instead of the name', async () => {
    const { username, email } = await createAccount(app)
    await forgot(email)
    expect((await reset(email, await latestCode(app, email))).status).toBe(204)
    expect(await signInStatus(username, newPassword)).toBe(200)
  })

  test('leaves the second factor in its place', async () => {
    const person = await newPerson(app)
    await switchTotpOn(app, person.browser)
    await forgot(person.username)
    expect((await reset(person.username, await latestCode(app, person.email))).status).toBe(204)
    const { body } = await signInAgain(newBrowser(app), { ...person, password: newPassword })
    expect(body).toMatchObject({ challenge: { name: 'TOTP' } })
  })

  test('ends the sessions that there were', async () => {
    const { username, email, browser } = await newPerson(app)
    await forgot(username)
    expect((await reset(username, await latestCode(app, email))).status).toBe(204)
    expect(await refusalOf(refresh(browser))).toEqual(gone)
  })
})

describe('the code', () => {
  test('may be wrong once: the right one still works, and works once', async () => {
    const { username, code } = await forgetful()
    expect(await refusalOf(reset(username, otherThan(code)))).toEqual(refused)
    expect((await reset(username, code)).status).toBe(204)
    expect(await refusalOf(reset(username, code, 'yet-another-battery'))).toEqual(refused)
    expect(await signInStatus(username, newPassword)).toBe(200)
  })

  test('expires after an hour', async () => {
    const { username, password, code } = await forgetful()
    app.clock.advance({ minutes: 61 })
    expect(await refusalOf(reset(username, code))).toEqual(refused)
    expect(await signInStatus(username, password)).toBe(200)
  })

  test('is replaced by the next one', async () => {
    const { username, email, code } = await forgetful()
    await forgot(username)
    const next = await latestCode(app, email)
    if (next !== code) expect(await refusalOf(reset(username, code))).toEqual(refused)
    expect((await reset(username, next)).status).toBe(204)
  })

  test('is not used up by a password that is too short', async () => {
    const { username, code } = await forgetful()
    expect(await refusalOf(reset(username, code, 'short'))).toMatchObject({
      status: 400,
      code: 'invalid_request',
      fields: { password: 'Use at least 12 characters.' },
    })
    expect((await reset(username, code)).status).toBe(204)
  })

  test('of one account is nothing to another', async () => {
    const [ada, bob] = [await forgetful(), await forgetful()]
    if (ada.code !== bob.code) expect(await refusalOf(reset(bob.username, ada.code))).toEqual(refused)
    expect((await reset(bob.username, bob.code)).status).toBe(204)
  })

  test('is not sent, nor tried, without end', async () => {
    const tooMany = { status: 429, code: 'too_many_attempts', cookies: [] }
    const { username, email, code } = await forgetful()
    const outcomes: number[] = []
    for (let count = 0; count < 8; count++) outcomes.push((await reset(username, otherThan(code))).status)
    expect(new Set(outcomes)).toEqual(new Set([400, 429]))
    const answer = await reset(username, code)
    expect(answer.headers.get('retry-after')).toBe('900')
    expect(await refusalOf(answer)).toMatchObject(tooMany)

    for (let count = 0; count < 5; count++) await forgot(username)
    const before = app.messages({ to: email }).length
    expect(await refusalOf(forgot(username))).toMatchObject(tooMany)
    expect(app.messages({ to: email })).toHaveLength(before)
  })
})
