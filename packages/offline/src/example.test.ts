/**
 * Another app than the one that this runtime was written beside, run whole: an
 * HTTP API without a router or a site, email addresses as usernames, a second
 * factor for everybody, and functions that the user pool calls.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import {
  AssociateSoftwareTokenCommand,
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyOfProject } from './config/project-fixture.ts'
import { type Offline, startOffline } from './start.ts'

const example = join(import.meta.dirname, '../example')
const email = 'ada@example.test'
const Password = 'Correct-horse-7'

let cleanup: AsyncDisposableStack
let app: Offline
let root: string
let api: string
let ClientId: string
let cognito: CognitoIdentityProviderClient
const logged: string[] = []

beforeAll(async () => {
  await using stack = new AsyncDisposableStack()
  root = stack.use(await copyOfProject(example)).root
  app = stack.use(
    await startOffline({
      root,
      port: 0,
      cognitoPort: 0,
      users: 'memory',
      on: { log: (name, line) => logged.push(`${name}: ${line}`) },
    }),
  )
  api = app.apis[0]?.url ?? ''
  ClientId = app.model.userPools[0]?.clients[0]?.ClientId ?? ''
  cognito = new CognitoIdentityProviderClient({ region: 'us-east-1', endpoint: app.cognitoUrl })
  stack.defer(() => cognito.destroy())
  cleanup = stack.move()
})

afterAll(() => cleanup.disposeAsync())

const signUp = (address: string) =>
  cognito.send(
    new SignUpCommand({
      ClientId,
      Username: address,
      Password,
      UserAttributes: [{ Name: 'email', Value: address }],
    }),
  )

const sendPostcard = (token?: string) =>
  fetch(new URL('postcards/bob', api), {
    method: 'POST',
    headers: token ? { authorization: `Bearer ${token}` } : {},
    body: 'Hello',
  })

test('everything that the app is made of is run', () => {
  expect(app.unsupported).toEqual([])
})

test('a function of the pool refuses a sign-up', async () => {
  await expect(signUp('eve@elsewhere.test')).rejects.toMatchObject({
    name: 'UserLambdaValidationException',
    message: expect.stringContaining('Postcards go to example.test only'),
  })
})

test('a person signs up, sets up the second factor and sends a postcard', async () => {
  const { UserSub } = await signUp(email)
  const [message] = app.messages({ to: email })
  expect(message).toMatchObject({ subject: 'Your first postcard', body: `It says ${message?.code}.` })
  await cognito.send(
    new ConfirmSignUpCommand({ ClientId, Username: email, ConfirmationCode: message?.code ?? '' }),
  )
  expect(logged).toContainEqual(expect.stringContaining(`Wish you were here, ${UserSub}`))

  const signIn = () =>
    cognito.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: email, PASSWORD: Password },
      }),
    )
  const first = await signIn()
  expect(first.ChallengeName).toBe('MFA_SETUP')
  const associated = await cognito.send(new AssociateSoftwareTokenCommand({ Session: first.Session }))
  const totp = new TOTP({ secret: Secret.fromBase32(associated.SecretCode ?? '') })
  const verified = await cognito.send(
    new VerifySoftwareTokenCommand({ Session: associated.Session, UserCode: totp.generate() }),
  )
  const { AuthenticationResult: tokens } = await cognito.send(
    new RespondToAuthChallengeCommand({
      ClientId,
      ChallengeName: 'MFA_SETUP',
      Session: verified.Session,
      ChallengeResponses: { USERNAME: email },
    }),
  )

  // Without scopes an HTTP API takes either token of a client that it lists.
  for (const token of [tokens?.AccessToken, tokens?.IdToken]) {
    const answer = await sendPostcard(token)
    expect(answer.status).toBe(201)
    expect(answer.headers.getSetCookie()).toEqual(['sent=1'])
    expect(await answer.json()).toEqual({ to: 'bob', from: UserSub, stamp: 'airmail', text: 'Hello' })
  }
  expect((await signIn()).ChallengeName).toBe('SOFTWARE_TOKEN_MFA')
})

test('the gateway turns away who has no token, in the words of an HTTP API', async () => {
  const answer = await sendPostcard()
  expect(answer.status).toBe(401)
  expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/)
  expect(await answer.json()).toEqual({ message: 'Unauthorized' })
})

test('a page of the origin that the config allows may read the answers', async () => {
  const headers = { origin: 'https://postcards.example', 'accept-language': 'de' }
  const answer = await fetch(new URL('motto', api), { headers })
  expect(answer.headers.get('access-control-allow-origin')).toBe('https://postcards.example')
  expect(await answer.json()).toEqual({ motto: 'Wish you were here', language: 'de' })
})

test('latchkey-offline runs it from its folder', async () => {
  const command = join(import.meta.dirname, '../bin/latchkey-offline.mjs')
  const args = [command, '--port', '0', '--cognito-port', '0', '--stage', 'other']
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  const closed = once(child, 'close')
  try {
    let url: string | undefined
    for await (const line of createInterface(child.stdout)) {
      url = /(http:\/\/localhost:\d+\/?)/.exec(line)?.[1]
      if (url && line.includes('API')) break
    }
    expect(await (await fetch(new URL('motto', url))).json()).toMatchObject({ motto: 'Wish you were here' })
  } finally {
    child.kill('SIGTERM')
  }
  expect(await closed).toEqual([0, null])
})
