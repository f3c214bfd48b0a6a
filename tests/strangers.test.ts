/** What the API tells of accounts to who has no business with them. */
import {
  AdminDisableUserCommand,
  AdminResetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { administrator, invite } from './person.ts'
import { said } from './said.ts'
import { type Account, type App, createAccount, newAccount, newBrowser, startApp } from './start-app.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app?.[Symbol.asyncDispose]())

const forgot = (username: string) => newBrowser(app).post('/forgot-password', { username })
const reset = (username: string) =>
  newBrowser(app).post('/reset-password', { username, code: '123456', password: 'another-horse-battery' })
const signIn = (username: string) =>
  newBrowser(app).post('/sign-in', { username, password: 'not-the-password' })

async function unconfirmed(): Promise<Account> {
  const account = newAccount()
  await newBrowser(app).post('/sign-up', account)
  return account
}

async function disabled(): Promise<Account> {
  const account = await createAccount(app)
  const { sdk, UserPoolId } = administrator(app)
  await sdk.send(new AdminDisableUserCommand({ UserPoolId, Username: account.username }))
  return account
}

async function unverified(): Promise<Account> {
  const account = await createAccount(app)
  const { sdk, UserPoolId } = administrator(app)
  const UserAttributes = [{ Name: 'email_verified', Value: 'false' }]
  await sdk.send(
    new AdminUpdateUserAttributesCommand({ UserPoolId, Username: account.username, UserAttributes }),
  )
  return account
}

async function toldToReset(): Promise<Account> {
  const account = await createAccount(app)
  const { sdk, UserPoolId } = administrator(app)
  await sdk.send(new AdminResetUserPasswordCommand({ UserPoolId, Username: account.username }))
  return account
}

type State = [string, () => Promise<Account>]

/** Nobody of them is sent a code. */
const unreachable: State[] = [
  ['nobody', async () => newAccount()],
  ['somebody who has not confirmed yet', unconfirmed],
  ['somebody who was disabled', disabled],
  ['somebody who was invited and never came', () => invite(app)],
  ['somebody without a verified address', unverified],
]

const states: State[] = [...unreachable, ['somebody who has to choose another password', toldToReset]]

test.each(unreachable)('who asks for a code in the name of %s learns nothing', async (_, make) => {
  const [known, other] = [await createAccount(app), await make()]
  const mails = app.messages({ to: other.email }).length
  const lines = app.logs.length
  const asked = (['username', 'email'] as const).map(async by => {
    const masked = by === 'email' ? 'a***@e***' : expect.stringMatching(/^[a-z]\*\*\*@[a-z]\*\*\*$/)
    const names = [known[by], other[by], other[by].toUpperCase()]
    const [alike, told, toldInCapitals] = await Promise.all(names.map(async name => said(await forgot(name))))
    expect(alike).toMatchObject({
      status: 200,
      body: { delivery: { medium: 'email', destination: 'a***@e***' } },
    })
    expect(told).toEqual({ ...alike, body: { delivery: { medium: 'email', destination: masked } } })
    expect(toldInCapitals).toEqual(
      by === 'email' ? { ...told, body: { delivery: { medium: 'email', destination: 'A***@E***' } } } : told,
    )
  })
  await Promise.all(asked)
  expect(app.messages({ to: other.email })).toHaveLength(mails)
  expect(app.logs.slice(lines).join('\n')).not.toContain('"level":"error"')
})

test('who asks for a code learns nothing from the case of an address', async () => {
  const { email } = await createAccount(app)
  const [upper, nobody] = [
    await said(await forgot(email.toUpperCase())),
    await said(await forgot('ADA@E.TEST')),
  ]
  expect(upper).toEqual(nobody)
})

test.each(states)(
  'who tries a code in the name of %s learns nothing, before and after asking for one',
  async (_, make) => {
    const [known, other] = [await createAccount(app), await make()]
    const refused = await said(await reset(known.username))
    expect(refused).toMatchObject({ status: 400, body: { code: 'code_mismatch' } })
    const tries = [other.username, other.email].map(async name => {
      expect(await said(await reset(name))).toEqual(refused)
      await forgot(name)
      expect(await said(await reset(name))).toEqual(refused)
    })
    await Promise.all(tries)
  },
)

test.each(states)('who guesses at the password of %s learns nothing', async (state, make) => {
  const [known, other] = [await createAccount(app), await make()]
  const refused = await said(await signIn(known.username))
  expect(refused).toMatchObject({
    status: 401,
    body: { code: 'invalid_credentials', message: 'The username or the password is not right.' },
  })
  expect(await said(await signIn(other.email))).toEqual(refused)
  // Cognito tells by the name, before it looks at the password.
  const isTold = state === 'somebody who has not confirmed yet'
  expect(await said(await signIn(other.username))).toEqual(
    isTold ? expect.objectContaining({ status: 403 }) : refused,
  )
})
