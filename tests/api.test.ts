/** The API as its callers see it: through the router, the gateway, the functions and the embedded Cognito. */
import { join } from 'node:path'
import { decodeJwt, decodeProtectedHeader, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { root } from './root.ts'
import { type App, createAccount, latestCode, newAccount, post, signIn, startApp } from './start-app.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app[Symbol.asyncDispose]())

const api = (path: string) => `${app.url}/api${path}`
const secret = (authorization?: string) =>
  fetch(api('/secret'), { headers: authorization === undefined ? {} : { authorization } })

test('what only looks like the path of the API belongs to the site', async () => {
  const answer = await fetch(`${app.url}/apis`, { headers: { accept: 'text/html' } })
  expect(answer.headers.get('content-type')).toContain('text/html')
})

test('no secret of this machine is served to a page', async () => {
  const told = [vi.spyOn(console, 'warn'), vi.spyOn(console, 'error')].map(spy => spy.mockReturnValue())
  for (const file of ['.offline/config/graph-dev-dev.json', '.sst/platform/package.json']) {
    const answer = await fetch(`${app.url}/@fs/${join(root, file)}`, {
      headers: { origin: 'http://localhost:3000' },
    })
    expect(answer.status).toBe(403)
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  }
  for (const spy of told) spy.mockRestore()
})

test('the four requests of the main job', async () => {
  const { username, email, password } = newAccount()

  const signedUp = await post(api('/sign-up'), { username, email, password })
  expect(signedUp.status).toBe(201)
  expect(await signedUp.json()).toEqual({ delivery: { medium: 'email', destination: 'a***@e***' } })

  const confirmed = await post(api('/confirm'), { username, code: await latestCode(app, email) })
  expect(confirmed.status).toBe(200)
  expect(await confirmed.json()).toEqual({ confirmed: true })

  const signedIn = await post(api('/sign-in'), { username, password })
  expect(signedIn.status).toBe(200)
  const { idToken, ...rest } = (await signedIn.json()) as { idToken: string; expiresAt: string }
  expect(Object.keys(rest)).toEqual(['expiresAt'])

  for (const authorization of [`Bearer ${idToken}`, idToken]) {
    const answer = await secret(authorization)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(await answer.json()).toEqual({ secret: 'CAUTION !!! THIS IS VERY SECRET' })
  }
})

describe('signing in', () => {
  test('works with the verified address, and whatever the case of either name', async () => {
    const account = await createAccount(app)
    for (const username of [account.email, account.username.toUpperCase(), account.email.toUpperCase()]) {
      expect((await post(api('/sign-in'), { username, password: account.password })).status).toBe(200)
    }
  })

  test('tells somebody who has not confirmed yet', async () => {
    const account = newAccount()
    await post(api('/sign-up'), account)
    const answer = await post(api('/sign-in'), { username: account.username, password: account.password })
    expect(answer.status).toBe(403)
    expect(await answer.json()).toMatchObject({ code: 'account_not_confirmed' })
  })

  test('is closed for a while after many wrong passwords', async () => {
    const account = await createAccount(app)
    const attempt = (password: string) => post(api('/sign-in'), { username: account.username, password })
    for (let count = 0; count < 6; count++) await attempt('not-the-password')

    const locked = await attempt(account.password)
    expect(locked.status).toBe(429)
    expect(locked.headers.get('retry-after')).toBe('900')
    expect(await locked.json()).toMatchObject({ code: 'too_many_attempts' })

    app.clock.advance({ minutes: 15 })
    expect((await attempt(account.password)).status).toBe(200)
  })
})

describe('signing up', () => {
  test('tells that a username is taken', async () => {
    const { username } = await createAccount(app)
    const answer = await post(api('/sign-up'), { ...newAccount(), username })
    expect(answer.status).toBe(409)
    expect(await answer.json()).toMatchObject({
      code: 'username_taken',
      fields: { username: expect.any(String) },
    })
  })

  test('does not tell that an address is taken', async () => {
    const { email } = await createAccount(app)
    const answer = await post(api('/sign-up'), { ...newAccount(), email })
    expect(answer.status).toBe(201)
    expect(await answer.json()).toEqual({ delivery: { medium: 'email', destination: 'a***@e***' } })
  })
})

test('an address that somebody has verified is not taken over by a code', async () => {
  const owner = await createAccount(app)
  const other = { ...newAccount(), email: owner.email }
  await post(api('/sign-up'), other)
  const answer = await post(api('/confirm'), {
    username: other.username,
    code: await latestCode(app, owner.email),
  })
  expect(answer.status).toBe(400)
  expect(await answer.json()).toMatchObject({
    code: 'code_mismatch',
    message: 'This account cannot be confirmed. If you have another one, sign in to it.',
  })
  const byAddress = { username: owner.email, password: owner.password }
  expect((await post(api('/sign-in'), byAddress)).status).toBe(200)
})

describe('a code', () => {
  test('that is wrong, or used, is refused alike', async () => {
    const account = newAccount()
    await post(api('/sign-up'), account)
    const code = await latestCode(app, account.email)
    const other = code === '000000' ? '111111' : '000000'

    const wrong = await post(api('/confirm'), { username: account.username, code: other })
    expect(wrong.status).toBe(400)
    expect(await wrong.json()).toMatchObject({ code: 'code_mismatch' })

    expect((await post(api('/confirm'), { username: account.username, code })).status).toBe(200)
    const used = await post(api('/confirm'), { username: account.username, code })
    expect(await used.json()).toMatchObject({ code: 'code_mismatch' })
  })

  test('expires after a day; the next one works', async () => {
    const account = newAccount()
    await post(api('/sign-up'), account)
    const late = await latestCode(app, account.email)
    app.clock.advance({ hours: 25 })
    const expired = await post(api('/confirm'), { username: account.username, code: late })
    expect(expired.status).toBe(400)
    expect(await expired.json()).toMatchObject({ code: 'code_expired' })

    const resent = await post(api('/resend-code'), { username: account.username })
    expect(await resent.json()).toEqual({ delivery: { medium: 'email', destination: 'a***@e***' } })
    const code = await latestCode(app, account.email)
    expect((await post(api('/confirm'), { username: account.username, code })).status).toBe(200)
  })

  test('is not sent again once the account is confirmed', async () => {
    const { username, email } = await createAccount(app)
    const before = app.messages({ to: email }).length
    const answer = await post(api('/resend-code'), { username })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({
      code: 'invalid_request',
      message: 'This account needs no code. Sign in to it.',
    })
    expect(app.messages({ to: email })).toHaveLength(before)
  })

  test('is said to be sent again to a name that nobody has', async () => {
    const answer = await post(api('/resend-code'), { username: 'nobody-at-all' })
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ delivery: { medium: 'email' } })
  })
})

describe('the secret', () => {
  const unauthorized = { status: 401, body: { message: 'Unauthorized' } }
  const answerTo = async (authorization?: string) => {
    const answer = await secret(authorization)
    return { status: answer.status, body: await answer.json() }
  }
  /** A token that the gateway takes, in parts: what a forger has in hand. */
  async function genuineToken() {
    const token = await signIn(app, await createAccount(app))
    expect((await secret(`Bearer ${token}`)).status).toBe(200)
    return { token, header: decodeProtectedHeader(token), claims: decodeJwt(token) }
  }

  test('is closed without a token', async () => {
    expect(await answerTo()).toEqual(unauthorized)
  })

  test.each(['garbage', 'Bearer garbage', 'Bearer a.b.c', 'Bearer ', 'Basic YWRhOmFkYQ=='])(
    'is closed to %j',
    async authorization => {
      expect(await answerTo(authorization)).toEqual(unauthorized)
    },
  )

  test('is closed to a token that nobody signed', async () => {
    const { header, claims } = await genuineToken()
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
    const forged = `${encode({ ...header, alg: 'none' })}.${encode(claims)}.`
    expect(await answerTo(`Bearer ${forged}`)).toEqual(unauthorized)
  })

  test("is closed to another pool's token, even one that claims to be ours", async () => {
    const { header, claims } = await genuineToken()
    const { privateKey } = await generateKeyPair('RS256')
    for (const iss of [String(claims.iss), String(claims.iss).replace(/_\w+$/, '_Other0000')]) {
      const forged = await new SignJWT({ ...claims, iss })
        .setProtectedHeader({ ...header, alg: 'RS256' })
        .sign(privateKey)
      expect(await answerTo(`Bearer ${forged}`)).toEqual(unauthorized)
    }
  })

  test('is closed to a token that was changed', async () => {
    const { token, claims } = await genuineToken()
    const [header, , signature] = token.split('.')
    const changed = Buffer.from(JSON.stringify({ ...claims, sub: 'somebody-else' })).toString('base64url')
    expect(await answerTo(`Bearer ${header}.${changed}.${signature}`)).toEqual(unauthorized)
  })

  test('is closed to a token that has expired, which is told', async () => {
    const token = await signIn(app, await createAccount(app))
    app.clock.advance({ minutes: 6 })
    expect(await answerTo(`Bearer ${token}`)).toEqual({
      status: 401,
      body: { message: 'The incoming token has expired' },
    })
  })
})
