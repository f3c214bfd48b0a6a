/** What the user pool calls our functions for: the words of its messages, and the end of sessions after a reset. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  AdminCreateUserCommand,
  AssociateSoftwareTokenCommand,
  CognitoIdentityProviderClient,
  GetUserAttributeVerificationCodeCommand,
  SetUserMFAPreferenceCommand,
  UpdateUserAttributesCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { copyProject } from './project-copy.ts'
import {
  type Account,
  type App,
  type Browser,
  createAccount,
  latestCode,
  newAccount,
  newBrowser,
  post,
  startApp,
} from './start-app.ts'

let app: App
let cognito: CognitoIdentityProviderClient
beforeAll(async () => {
  app = await startApp()
  cognito = new CognitoIdentityProviderClient({
    region: app.model.region,
    endpoint: app.cognitoUrl,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
})
afterAll(async () => {
  cognito?.destroy()
  await app?.[Symbol.asyncDispose]()
})

beforeEach(() => app.logs.splice(0))

async function signedIn({ username, password }: Account): Promise<Browser> {
  const browser = newBrowser(app)
  const answer = await browser.post('/sign-in', { username, password })
  expect(answer.status).toBe(200)
  return browser
}

const accessTokenOf = (browser: Browser) => browser.cookies.get('__Host-access')

/** The newest message to an address, with the addresses that it links to. */
function letterTo(email: string) {
  const [message] = app.messages({ to: email })
  if (!message) throw new Error(`There is no message to ${email}.`)
  const links = [...message.body.matchAll(/href="([^"]*)"/g)].map(([, link]) => link)
  return { ...message, link: links[0], links: new Set(links) }
}

describe('a message leads to the page for it, on the site as it stands here', () => {
  test('for a new account, and when the code is asked for again', async () => {
    const account = newAccount()
    await post(`${app.url}/api/sign-up`, account)
    const link = `${app.url}/confirm#username=${account.username}`
    const first = letterTo(account.email)
    expect(first).toMatchObject({ kind: 'SignUp', subject: 'Confirm your Latchkey account', link })
    expect(first.links.size).toBe(1)
    expect(first.body).toContain(`>${first.code}</p>`)

    await post(`${app.url}/api/resend-code`, { username: account.username })
    const second = letterTo(account.email)
    expect(second).toMatchObject({ kind: 'ResendCode', subject: 'Your new Latchkey code', link })
    expect(second.body).toContain(`>${second.code}</p>`)
  })

  test('for a forgotten password', async () => {
    const { username, email } = await createAccount(app)
    await post(`${app.url}/api/forgot-password`, { username: email })
    expect(letterTo(email)).toMatchObject({
      kind: 'ForgotPassword',
      subject: 'Reset your Latchkey password',
      link: `${app.url}/reset-password#username=${username}`,
    })
  })

  test('for another address, and for one that is looked at again', async () => {
    const account = await createAccount(app)
    const AccessToken = accessTokenOf(await signedIn(account))
    const { email } = newAccount()
    await cognito.send(
      new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name: 'email', Value: email }] }),
    )
    const link = `${app.url}/account#email-code`
    expect(letterTo(email)).toMatchObject({ kind: 'UpdateUserAttribute', link })

    await cognito.send(new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: 'email' }))
    expect(app.messages()[0]).toMatchObject({ kind: 'VerifyUserAttribute' })
  })

  test('for somebody who is invited', async () => {
    const { username, email } = newAccount()
    await cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: app.model.userPools[0]?.pool.Id,
        Username: username,
        UserAttributes: [{ Name: 'email', Value: email }],
        DesiredDeliveryMediums: ['EMAIL'],
      }),
    )
    const letter = letterTo(email)
    expect(letter).toMatchObject({ kind: 'AdminCreateUser', link: `${app.url}/sign-in` })
    expect(letter.body).toContain(`Your username is <strong>${username}</strong>`)
    expect(letter.body).toContain(`>${letter.code}</p>`)
  })
})

async function reset(at: App, { username, email }: Account, password: string) {
  await post(`${at.url}/api/forgot-password`, { username })
  const code = await latestCode(at, email)
  return post(`${at.url}/api/reset-password`, { username, code, password })
}

describe('a reset password', () => {
  const refreshStatus = async (browser: Browser) => (await browser.post('/session/refresh')).status

  async function addAuthenticator(browser: Browser): Promise<TOTP> {
    const AccessToken = accessTokenOf(browser)
    const { SecretCode = '' } = await cognito.send(new AssociateSoftwareTokenCommand({ AccessToken }))
    const totp = new TOTP({ secret: Secret.fromBase32(SecretCode) })
    const UserCode = totp.generate({ timestamp: app.clock.now() })
    await cognito.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }))
    await cognito.send(
      new SetUserMFAPreferenceCommand({
        AccessToken,
        SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
      }),
    )
    return totp
  }

  test.each([
    ['a password alone', false],
    ['an authenticator app', true],
  ])('ends every session of an account with %s, and of nobody else', async (_, hasAuthenticator) => {
    const account = await createAccount(app)
    const sessions = [await signedIn(account), await signedIn(account)]
    const [first] = sessions
    if (hasAuthenticator && first) await addAuthenticator(first)
    const stranger = await signedIn(await createAccount(app))

    const password = 'another-horse-battery'
    expect((await reset(app, account, password)).status).toBe(204)
    for (const session of sessions) expect(await refreshStatus(session)).toBe(401)
    expect(await refreshStatus(stranger)).toBe(200)

    expect(app.logs.map(line => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ trigger: 'PostConfirmation_ConfirmForgotPassword', outcome: 'ok' }),
    )
    const { username } = account
    const again = await newBrowser(app).post('/sign-in', { username, password })
    expect(await again.json()).toHaveProperty(hasAuthenticator ? 'challenge.name' : 'idToken')
  })

  test('leaves what was there alone where the code is wrong', async () => {
    const account = await createAccount(app)
    const session = await signedIn(account)
    await post(`${app.url}/api/forgot-password`, { username: account.username })
    const code = (await latestCode(app, account.email)) === '000000' ? '111111' : '000000'
    const { username, password } = account
    expect((await post(`${app.url}/api/reset-password`, { username, code, password })).status).toBe(400)
    expect(await refreshStatus(session)).toBe(200)
  })
})

test('a reset after which sessions live on does not pass for one that ended them', async () => {
  await using project = await copyProject()
  await writeFile(
    join(project.root, 'packages/functions/src/triggers/end-sessions.ts'),
    `export const handler = async event => {
      if (event.triggerSource.endsWith('ConfirmForgotPassword')) throw new Error('No.')
      return event
    }`,
  )
  await using failing = await startApp({ root: project.root })
  const account = await createAccount(failing)
  const password = 'another-horse-battery'
  const answer = await reset(failing, account, password)
  expect(answer.status).toBe(502)
  expect(await answer.json()).toMatchObject({
    code: 'upstream_unavailable',
    message: expect.stringMatching(/^Your new password is set, but/),
  })
  const { username } = account
  expect((await newBrowser(failing).post('/sign-in', { username, password })).status).toBe(200)
})

test('nothing went wrong inside', () => {
  expect(app.errors).toEqual([])
})
