/**
 * What Cognito itself lets people do with our client: who holds its secret, and
 * who holds an access token. It is in a cookie, which its owner can read.
 */
import { createHmac } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  AdminInitiateAuthCommand,
  type AuthFlowType,
  DeleteUserAttributesCommand,
  GetUserCommand,
  InitiateAuthCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { administrator, newPerson } from './person.ts'
import { root } from './root.ts'
import { type App, createAccount, newAccount, newBrowser, startApp } from './start-app.ts'

let app: App
let client: { id: string; secretHash: (username: string) => string }
beforeAll(async () => {
  app = await startApp()
  const { ClientId: id = '', ClientSecret: secret = '' } = app.model.userPools[0]?.clients[0] ?? {}
  client = {
    id,
    secretHash: name =>
      createHmac('sha256', secret)
        .update(name + id)
        .digest('base64'),
  }
})
afterAll(() => app?.[Symbol.asyncDispose]())

const flows: [AuthFlowType, Record<string, string>][] = [
  ['USER_SRP_AUTH', { SRP_A: 'A'.repeat(64) }],
  ['CUSTOM_AUTH', {}],
  ['REFRESH_TOKEN_AUTH', {}],
  ['REFRESH_TOKEN', {}],
  ['ADMIN_NO_SRP_AUTH', {}],
  ['ADMIN_USER_PASSWORD_AUTH', {}],
]

test.each(flows)('our client does not sign in by %s', async (AuthFlow, more) => {
  const { username: USERNAME, password: PASSWORD, browser } = await newPerson(app)
  const { sdk, UserPoolId } = administrator(app)
  const REFRESH_TOKEN = browser.cookies.get('__Host-refresh') ?? ''
  const SECRET_HASH = client.secretHash(USERNAME)
  const input = {
    ClientId: client.id,
    AuthFlow,
    AuthParameters: { USERNAME, PASSWORD, REFRESH_TOKEN, SECRET_HASH, ...more },
  }
  const refused = { name: 'InvalidParameterException' }
  await expect(sdk.send(new InitiateAuthCommand(input))).rejects.toMatchObject(refused)
  await expect(sdk.send(new AdminInitiateAuthCommand({ ...input, UserPoolId }))).rejects.toMatchObject(
    refused,
  )
})

test('our client does sign in by the password, with its secret and not without', async () => {
  const { username: USERNAME, password: PASSWORD } = await createAccount(app)
  const { sdk } = administrator(app)
  const signIn = (SECRET_HASH?: string) =>
    sdk.send(
      new InitiateAuthCommand({
        ClientId: client.id,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME, PASSWORD, ...(SECRET_HASH && { SECRET_HASH }) },
      }),
    )
  expect((await signIn(client.secretHash(USERNAME))).AuthenticationResult).toBeDefined()
  for (const hash of [undefined, client.secretHash('somebody-else')]) {
    await expect(signIn(hash)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  }
  const { username: Username, password: Password } = newAccount()
  const signingUp = sdk.send(new SignUpCommand({ ClientId: client.id, Username, Password }))
  await expect(signingUp).rejects.toMatchObject({ name: 'NotAuthorizedException' })
})

test.each([
  ['email_verified', 'true', 'NotAuthorizedException'],
  ['phone_number', '+41790000000', 'NotAuthorizedException'],
  ['name', 'Ada', 'NotAuthorizedException'],
  ['custom:role', 'admin', 'InvalidParameterException'],
  ['sub', 'somebody-else', 'InvalidParameterException'],
])('whoever holds their own access token cannot write %s', async (Name, Value, refusal) => {
  const { browser, username } = await newPerson(app)
  const { sdk, attributesOf } = administrator(app)
  const AccessToken = browser.cookies.get('__Host-access')
  const before = await attributesOf(username)
  const change = { Name, Value }
  // Beside what may be written, too: all or nothing.
  for (const UserAttributes of [[change], [{ Name: 'email', Value: newAccount().email }, change]]) {
    const updating = sdk.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }))
    await expect(updating).rejects.toMatchObject({ name: refusal })
  }
  const deleting = sdk.send(new DeleteUserAttributesCommand({ AccessToken, UserAttributeNames: [Name] }))
  await expect(deleting).rejects.toThrow()
  expect(await attributesOf(username)).toEqual(before)
})

test('whoever holds their own access token cannot make a new address count without its code', async () => {
  const { browser, username, email } = await newPerson(app)
  const { sdk, attributesOf } = administrator(app)
  const AccessToken = browser.cookies.get('__Host-access')
  const UserAttributes = [{ Name: 'email', Value: newAccount().email }]
  await sdk.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }))
  expect(await attributesOf(username)).toMatchObject({ email, email_verified: 'true' })
  const { UserAttributes: told = [] } = await sdk.send(new GetUserCommand({ AccessToken }))
  expect(told).toContainEqual({ Name: 'email', Value: email })
})

test('a name and an address are the same in capitals, for who signs up as for who signs in', async () => {
  const account = await createAccount(app)
  const { username, email, password } = account
  const signUp = (body: object) => newBrowser(app).post('/sign-up', { ...newAccount(), ...body })
  expect((await signUp({ username: username.toUpperCase() })).status).toBe(409)
  for (const name of [username.toUpperCase(), email.toUpperCase()]) {
    expect((await newBrowser(app).post('/sign-in', { username: name, password })).status).toBe(200)
  }

  const other = newAccount()
  expect((await signUp({ ...other, email: email.toUpperCase() })).status).toBe(201)
  const [message] = app.messages({ to: email.toUpperCase() })
  const confirmed = await newBrowser(app).post('/confirm', { username: other.username, code: message?.code })
  expect([confirmed.status, await confirmed.json()]).toMatchObject([400, { code: 'code_mismatch' }])
  expect((await newBrowser(app).post('/sign-in', { username: email, password })).status).toBe(200)
})

test('no source asks Cognito to take an address from its owner', async () => {
  const sources: string[] = []
  for (const part of ['packages/functions/src', 'packages/core/src', 'packages/web/src', 'infra']) {
    for (const entry of await readdir(join(root, part), { recursive: true, withFileTypes: true })) {
      if (entry.isFile() && /\.tsx?$/.test(entry.name)) {
        sources.push(await readFile(join(entry.parentPath, entry.name), 'utf8'))
      }
    }
  }
  expect(sources.length).toBeGreaterThan(100)
  expect(sources.filter(source => source.includes('ForceAliasCreation'))).toEqual([])
  expect(sources.some(source => source.includes('ConfirmSignUpCommand'))).toBe(true)
})
