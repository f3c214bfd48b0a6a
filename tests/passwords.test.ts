/** Which passwords can be set, and that they count exactly as they were typed. */
import {
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  InvalidPasswordException,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider'
import { NewPassword } from '@latchkey/core/rules/new-password'
import fc from 'fast-check'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { administrator, answerOf, invite, newPerson, signInAgain } from './person.ts'
import { refusalOf } from './refusal.ts'
import {
  type Account,
  type App,
  createAccount,
  latestCode,
  newAccount,
  newBrowser,
  post,
  startApp,
} from './start-app.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app?.[Symbol.asyncDispose]())

const good = 'another-horse-battery'

const tooEasy = 'Choose another password: this one is too easy to guess.'
const ofNames =
  'Choose another password: this one is little more than your username, your email address or our name.'

const rejected = (field: string, message: string) => ({
  status: 400,
  code: 'password_rejected',
  message,
  fields: { [field]: message },
  cookies: [],
})

const signUp = (account: Account) => newBrowser(app).post('/sign-up', account)
const reset = (username: string, code: string, password: string) =>
  newBrowser(app).post('/reset-password', { username, code, password })
const signInStatus = async ({ username }: Pick<Account, 'username'>, password: string) =>
  (await newBrowser(app).post('/sign-in', { username, password })).status

/** Somebody who has asked for a code, and the code. */
async function forgetful() {
  const account = await createAccount(app)
  await newBrowser(app).post('/forgot-password', { username: account.username })
  return { ...account, code: await latestCode(app, account.email) }
}

/** Somebody who has to choose a password, and the challenge that says so. */
async function newcomer() {
  const account = await invite(app)
  const { body } = await signInAgain(newBrowser(app), account)
  const choose = (password: string) =>
    newBrowser(app).post('/sign-in/challenge', { ...body.challenge, password })
  return { account, choose }
}

describe('a common password', () => {
  const common = 'Password2024!'

  test('is refused at sign-up, and there is no account', async () => {
    const account = newAccount()
    const { sdk, UserPoolId } = administrator(app)
    expect(await refusalOf(signUp({ ...account, password: common }))).toEqual(rejected('password', tooEasy))
    const looked = sdk.send(new AdminGetUserCommand({ UserPoolId, Username: account.username }))
    await expect(looked).rejects.toThrow(UserNotFoundException)
    expect((await signUp(account)).status).toBe(201)
  })

  test('is refused at a reset, and the code stays good', async () => {
    const { code, ...account } = await forgetful()
    // Cognito would take no more than five codes in an hour.
    for (let count = 0; count < 8; count++) {
      expect(await refusalOf(reset(account.username, code, common))).toEqual(rejected('password', tooEasy))
    }
    expect(await signInStatus(account, account.password)).toBe(200)
    expect((await reset(account.username, code, good)).status).toBe(204)
    expect(await signInStatus(account, good)).toBe(200)
  })

  test('is refused at a reset for a name that nobody has as for any other', async () => {
    const { username } = await createAccount(app)
    const refusals = await Promise.all(
      [username, 'nobody-at-all', 'nobody@example.test'].map(name =>
        refusalOf(reset(name, '123456', common)),
      ),
    )
    expect(refusals).toEqual(refusals.map(() => rejected('password', tooEasy)))
  })

  test('is refused at a change, and the password and the sessions stay', async () => {
    const { browser, ...account } = await newPerson(app)
    const change = (newPassword: string) =>
      browser.post('/account/password', { currentPassword: account.password, newPassword })
    expect(await refusalOf(change(common))).toEqual(rejected('newPassword', tooEasy))
    expect(await signInStatus(account, account.password)).toBe(200)
    expect((await answerOf(browser.post('/session/refresh'))).status).toBe(200)
    expect((await change(good)).status).toBe(200)
  })

  test('is refused where one has to be chosen at sign-in, and the challenge stays good', async () => {
    const { account, choose } = await newcomer()
    expect(await refusalOf(choose(common))).toEqual(rejected('password', tooEasy))
    expect((await choose(good)).status).toBe(200)
    expect(await signInStatus(account, good)).toBe(200)
  })

  test('is still one to sign in with, for who has it from somewhere else', async () => {
    const account = await createAccount(app)
    const { sdk, UserPoolId } = administrator(app)
    const { username: Username } = account
    await sdk.send(
      new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: common, Permanent: true }),
    )
    expect(await signInStatus(account, common)).toBe(200)
  })
})

describe('a password that is made of the names of the account', () => {
  const lovelace = (): Account => {
    const { username } = newAccount()
    return { username: `${username}-lovelace`, email: `countess-${username}@analytical.test`, password: good }
  }

  /** Of the username, of the address, of ours. */
  const passwordsOf = ({ username, email }: Account) => [
    `${username}!`,
    username.toUpperCase(),
    email,
    `${email.split('@')[0]}2026`,
    'Analytical1985',
    'Latchkey-1!?',
  ]

  test('is refused at sign-up', async () => {
    const account = lovelace()
    for (const password of passwordsOf(account)) {
      expect([password, await refusalOf(signUp({ ...account, password }))]).toEqual([
        password,
        rejected('password', ofNames),
      ])
    }
    expect((await signUp(account)).status).toBe(201)
  })

  test('is refused at a reset, by the name that was given', async () => {
    const { code, ...account } = await forgetful()
    const { username, email } = account
    for (const name of [username, email]) {
      expect(await refusalOf(reset(name, code, `${name}-${name}`))).toEqual(rejected('password', ofNames))
    }
    expect((await reset(username, code, good)).status).toBe(204)
  })

  test('is refused at a change, by username and address', async () => {
    const account = lovelace()
    await signUp(account)
    const { username, email } = account
    await post(`${app.url}/api/confirm`, { username, code: await latestCode(app, email) })
    const browser = newBrowser(app)
    await signInAgain(browser, account)
    for (const newPassword of passwordsOf(account)) {
      const change = browser.post('/account/password', { currentPassword: account.password, newPassword })
      expect(await refusalOf(change)).toEqual(rejected('newPassword', ofNames))
    }
  })

  test('is refused where one has to be chosen at sign-in', async () => {
    const { account, choose } = await newcomer()
    expect(await refusalOf(choose(`${account.username}-${account.username}`))).toEqual(
      rejected('password', ofNames),
    )
    expect((await choose(good)).status).toBe(200)
  })
})

describe('the length', () => {
  test('is twelve characters or more, of whatever kind', async () => {
    expect(await refusalOf(signUp({ ...newAccount(), password: 'eleven-long' }))).toMatchObject({
      status: 400,
      code: 'invalid_request',
      fields: { password: 'Use at least 12 characters.' },
    })
    for (const password of ['onlylettersx', '846291730562', '()[]{}<>^~|+', '🐎🔋📎🦊🌋🧭🪁🎷🥝🧊🚲🎈']) {
      expect((await signUp({ ...newAccount(), password })).status).toBe(201)
    }
  })

  test('is what the pool itself wants', async () => {
    const { username: Username } = await createAccount(app)
    const { sdk, UserPoolId } = administrator(app)
    const set = (Password: string) =>
      sdk.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }))
    await expect(set('eleven-long')).rejects.toThrow(InvalidPasswordException)
    await expect(set('onlylettersx')).resolves.toBeDefined()
  })

  test('may be 256, and then all of them count', async () => {
    const hexadecimal = 'k7x-pq2-vn9-'
    for (const length of [64, 256]) {
      const password = Array.from({ length }, (_, index) => hexadecimal[(index * index + index) % 12]).join(
        '',
      )
      const account = await accountWith(password)
      expect(await signInStatus(account, password)).toBe(200)
      expect(await signInStatus(account, password.slice(0, -1))).toBe(401)
      expect(await signInStatus(account, `${password.slice(0, -1)}z`)).toBe(401)
    }
    expect(await refusalOf(signUp({ ...newAccount(), password: 'k7x-pq2-vn9-w'.repeat(20) }))).toMatchObject({
      code: 'invalid_request',
      fields: { password: 'Use at most 256 characters.' },
    })
  })

  test('is of no avail with spaces, and that is told', async () => {
    for (const password of [
      'correct horse battery',
      ' correct-horse-battery',
      'correct-horse-battery\u00a0',
    ]) {
      expect(await refusalOf(signUp({ ...newAccount(), password }))).toMatchObject({
        code: 'invalid_request',
        fields: { password: 'Leave out spaces: they cannot be part of a password here.' },
      })
    }
  })
})

/** An account whose password this is. */
async function accountWith(password: string): Promise<Account> {
  const account = { ...newAccount(), password }
  const { username, email } = account
  expect((await signUp(account)).status).toBe(201)
  const confirmed = await post(`${app.url}/api/confirm`, { username, code: await latestCode(app, email) })
  expect(confirmed.status).toBe(200)
  return account
}

/** What somebody might make of a password on its way. */
const lookalikes = (password: string) =>
  new Set([
    password.normalize('NFC'),
    password.normalize('NFD'),
    password.normalize('NFKC'),
    password.toUpperCase(),
    password.toLowerCase(),
    [...password].slice(0, -1).join(''),
    ` ${password}`,
  ])

async function expectExactly(password: string) {
  const account = await accountWith(password)
  expect(await signInStatus(account, password)).toBe(200)
  for (const other of lookalikes(password)) {
    if (other === password || other.length > 256) continue
    expect([other, await signInStatus(account, other)]).toEqual([other, 401])
    // What went wrong before is forgiven, so that nobody is locked out.
    expect(await signInStatus(account, password)).toBe(200)
  }
}

describe('a password counts exactly as it was typed', () => {
  test.each([
    ['letters of both cases', 'Correct-Horse-Battery'],
    ['composed accents', 'crème-brûlée-à-goûter'.normalize('NFC')],
    ['combining accents', 'crème-brûlée-à-goûter'.normalize('NFD')],
    ['compatibility forms', 'ﬁne-ﬂour-№-Ⅷ-ｗｉｄｅ'],
    ['letters whose case is uneven', 'straße-ẞ-İstanbul-ΣΑΣ'],
    ['emoji of several parts', '👩🏽‍🚀👨‍👩‍👧‍👦🏳️‍🌈🐎🔋📎🦊🌋'],
    ['a script from the right', 'סוס-נכון-סוללה-מהדק'],
    ['what marks up and escapes', `<b>&amp;"'\\\${x}%00\\u0000--;`],
  ])('with %s', async (_, password) => {
    app.clock.advance({ minutes: 1 })
    await expectExactly(password)
  })

  test('with any characters', async () => {
    // What nobody would guess is at the end of each, so that none is refused for the rest.
    const typed = fc
      .string({ unit: 'grapheme', minLength: 6, maxLength: 60 })
      .map(characters => `${characters}q§Xµ7ẃ`)
      .filter(password => v.is(NewPassword, password))
    await fc.assert(
      fc.asyncProperty(typed, async password => {
        app.clock.advance({ minutes: 1 })
        await expectExactly(password)
      }),
      { numRuns: 20 },
    )
  })
})
