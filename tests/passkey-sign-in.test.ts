/** Signing in with a passkey, by an authenticator made of software. */
import { AdminDisableUserCommand } from '@aws-sdk/client-cognito-identity-provider'
import type { Challenge } from '@latchkey/core/routes/sign-in'
import { createAuthenticator } from '@latchkey/offline/testing/authenticator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { administrator, newPerson, type Person } from './person.ts'
import { refusalOf } from './refusal.ts'
import { sampleBodies } from './sample-bodies.ts'
import {
  type App,
  type Browser,
  createAccount,
  newAccount,
  newBrowser,
  setCookies,
  startApp,
} from './start-app.ts'
import { switchTotpOn } from './totp.ts'

let app: App
let person: Person
let authenticator: ReturnType<typeof createAuthenticator>
beforeAll(async () => {
  app = await startApp()
  person = await newPerson(app)
  authenticator = createAuthenticator({ origin: app.url })
  const { options } = await jsonOf(person.browser.post('/account/passkeys/options'))
  const credential = authenticator.create(options)
  expect((await person.browser.post('/account/passkeys', { name: 'Laptop', credential })).status).toBe(204)
})

afterAll(() => app?.[Symbol.asyncDispose]())

const failed = {
  status: 401,
  code: 'invalid_credentials',
  message: 'That passkey did not work here. Use your password.',
  cookies: [],
}

type PasskeyChallenge = Omit<Extract<Challenge, { name: 'WEB_AUTHN' }>, 'options'> & {
  options: { challenge: string; rpId: string }
}

const expired = { status: 401, code: 'challenge_expired', cookies: [] }

const answerWith = (body: object, browser = newBrowser(app)) => browser.post('/sign-in/challenge', body)

const jsonOf = async (answer: Promise<Response>) => (await answer).json()

/** Nothing where no passkey is asked for. */
async function challengeOf(username?: string, browser = newBrowser(app)) {
  const answer = await browser.post('/sign-in/passkey', { username })
  expect([answer.status, setCookies(answer)]).toEqual([200, []])
  const { challenge } = (await answer.json()) as { challenge: PasskeyChallenge | null }
  return challenge
}

async function askedOf(username?: string, browser?: Browser) {
  const challenge = await challengeOf(username, browser)
  if (!challenge) throw new Error('No passkey is asked for.')
  return challenge
}

async function signInByPasskey(browser: Browser, username?: string) {
  const { options, ...rest } = await askedOf(username, browser)
  return answerWith({ ...rest, credential: authenticator.get(options) }, browser)
}

test('a passkey leads in, and the browser remembers whose it is', async () => {
  const browser = newBrowser(app)
  const first = await signInByPasskey(browser, person.email)
  expect(first.status).toBe(200)
  expect(Object.keys((await first.json()) as object)).toEqual(['idToken', 'expiresAt'])
  expect(setCookies(first).find(({ name }) => name === '__Host-passkey-user')?.attributes).toEqual({
    'max-age': String(400 * 24 * 60 * 60),
    path: '/',
    secure: true,
    httponly: true,
    samesite: 'Strict',
  })
  expect((await browser.get('/secret')).status).toBe(200)

  expect((await browser.post('/sign-out')).status).toBe(204)
  expect((await signInByPasskey(browser)).status).toBe(200)
  expect((await browser.get('/account')).status).toBe(200)
})

test('a passkey of nobody in particular is not asked for', async () => {
  expect(await challengeOf()).toBeNull()
  const browser = newBrowser(app)
  browser.cookies.set('__Host-passkey-user', 'garbage')
  expect(await challengeOf(undefined, browser)).toBeNull()
})

test('a passkey is not asked for where there is none, and nothing else is told', async () => {
  const waiting = newAccount()
  await newBrowser(app).post('/sign-up', waiting)
  const disabled = await createAccount(app)
  const { sdk, UserPoolId } = administrator(app)
  await sdk.send(new AdminDisableUserCommand({ UserPoolId, Username: disabled.username }))
  const without = await createAccount(app)
  for (const { username } of [waiting, disabled, without, { username: 'nobody-at-all' }]) {
    expect(await challengeOf(username)).toBeNull()
  }
})

test('a passkey that signs something else is refused, and the password is named', async () => {
  for (const behaviour of [{ origin: 'https://elsewhere.example' }, { verifiesUser: false }]) {
    const { options, ...rest } = await askedOf(person.username)
    const credential = authenticator.get(options, behaviour)
    expect(await refusalOf(answerWith({ ...rest, credential }))).toEqual(failed)
  }
  const sample = sampleBodies(person).find(([, body]) => body.name === 'WEB_AUTHN')
  const { options, ...rest } = await askedOf(person.username)
  expect(await refusalOf(answerWith({ ...rest, credential: sample?.[1].credential }))).toEqual(failed)
})

test('a passkey answers a challenge once, in time', async () => {
  const { options, ...rest } = await askedOf(person.username)
  const credential = authenticator.get(options)
  expect((await answerWith({ ...rest, credential })).status).toBe(200)
  expect(await refusalOf(answerWith({ ...rest, credential }))).toMatchObject(expired)

  const { options: lateOptions, ...late } = await askedOf(person.username)
  app.clock.advance({ minutes: 4 })
  const lateCredential = authenticator.get(lateOptions)
  expect(await refusalOf(answerWith({ ...late, credential: lateCredential }))).toMatchObject(expired)
})

test('a passkey does not stand in for the authenticator app of its owner', async () => {
  const { options, ...begun } = await askedOf(person.username)
  const device = await switchTotpOn(app, person.browser)
  expect(await challengeOf(person.username)).toBeNull()

  const answer = await answerWith({ ...begun, credential: authenticator.get(options) })
  const { challenge } = (await answer.json()) as { challenge: Challenge }
  expect([answer.status, challenge.name, setCookies(answer)]).toEqual([200, 'TOTP', []])
  expect((await answerWith({ ...challenge, code: device.nextCode() })).status).toBe(200)
})
