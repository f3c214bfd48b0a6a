/**
 * Every test of the whole app ends with this question. Here it is asked after
 * one person has been through everything that has to do with secrets.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectSecrecy } from './expect-secrecy.ts'
import { newPerson } from './person.ts'
import { secretsIn } from './secret-recorder.ts'
import { type App, latestCode, newAccount, startApp } from './start-app.ts'
import { switchTotpOn } from './totp.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app?.[Symbol.asyncDispose]())

test('nothing secret is logged, or told in an error', async () => {
  const person = await newPerson(app)
  const { username, email, password, browser } = person
  const device = await switchTotpOn(app, browser)
  const secrets = new Set([password, device.secret, device.code(), ...browser.cookies.values()])
  const told: string[] = []
  async function send(path: string, body?: object) {
    const answer = await browser.post(path, body)
    const text = await answer.text()
    for (const cookie of browser.cookies.values()) secrets.add(cookie)
    if (browser.idToken) secrets.add(browser.idToken)
    if (!answer.ok) told.push(text)
    return text && JSON.parse(text)
  }
  async function challenge() {
    const { challenge } = await send('/sign-in', { username, password })
    secrets.add(challenge.session)
    return challenge
  }

  await send('/sign-in', { username, password: 'not-the-password' })
  await send('/sign-in/challenge', { ...(await challenge()), code: device.code() })
  await send('/sign-in/challenge', { ...(await challenge()), code: device.nextCode() })
  await send('/session/refresh')
  await send('/account/email', { email: newAccount().email })
  await send('/account/email/confirm', { code: '000000' })
  await send('/account/totp/verify', { code: device.code() })
  await send('/account/password', {
    currentPassword: 'not-the-password',
    newPassword: 'another-horse-battery',
  })
  await send('/sign-out')
  await send('/session/refresh')
  await send('/forgot-password', { username })
  const code = await latestCode(app, email)
  const wrong = code === '000000' ? '111111' : '000000'
  await send('/reset-password', { username, code: wrong, password: 'another-horse-battery' })
  await send('/reset-password', { username, code, password: 'another-horse-battery' })
  await send('/sign-up', { username, email, password })
  await send('/confirm', { username, code })
  await browser.get('/secret')

  const logged = app.logs.join('\n')
  expect(logged).toContain('"route":"GET /secret"')
  expect(logged).toContain('"route":"POST /sign-in/challenge"')
  expect(logged).toContain('"route":"POST /account/password"')
  expect(logged).not.toContain('"outcome":"internal"')
  expect(told.length).toBeGreaterThan(6)
  expect(app.errors).toEqual([])
  expectSecrecy(app, app.messages())

  // And each of them would have been found.
  for (const secret of [...secrets, code, 'not-the-password', 'another-horse-battery'])
    expect([...secretsIn(`"${secret}"`)]).toEqual([expect.stringMatching(/^(?:password|code|token)$/)])
})
