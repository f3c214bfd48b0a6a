import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { GetUserCommand, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { startCognito } from './server.ts'
import { databaseFile } from './testing/database-file.ts'
import { ClientId, Password, poolId, region, sdkFor, startEngine, userPool } from './testing/engine.ts'

test('keeps users, keys, codes and messages over a restart', async () => {
  await using file = await databaseFile()
  const before = await startEngine({ database: file.path })
  await before.confirmedUser('ada', { email: 'ada@example.test' })
  await before.signUp('bob', { email: 'bob@example.test' })
  const { AuthenticationResult } = await before.signIn('ada')
  const keys = await before.cognito.jwks(poolId)
  await before[Symbol.asyncDispose]()

  await using after = await startEngine({ database: file.path })

  expect(await after.cognito.jwks(poolId)).toEqual(keys)
  expect(after.cognito.messages()).toEqual(before.announced.reverse())
  const { AccessToken } = AuthenticationResult ?? {}
  await expect(after.sdk.send(new GetUserCommand({ AccessToken }))).resolves.toMatchObject({
    Username: 'ada',
  })
  await expect(after.signIn('ada@example.test')).resolves.toHaveProperty('AuthenticationResult')
  await expect(after.confirm('bob')).resolves.toBeDefined()
})

test('takes pools and clients from the graph at each start', async () => {
  await using file = await databaseFile()
  await (await startEngine({ database: file.path }))[Symbol.asyncDispose]()

  await using engine = await startEngine({
    database: file.path,
    pool: { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } },
  })
  await expect(engine.signUp()).rejects.toMatchObject({ name: 'NotAuthorizedException' })
})

test('keeps the users of pools apart', async () => {
  const other = userPool({
    pool: { Id: 'eu-central-1_Offline02' },
    client: { ClientId: 'other', UserPoolId: 'eu-central-1_Offline02' },
  })
  await using cognito = await startCognito({
    region,
    pools: [userPool(), other],
    database: ':memory:',
    port: 0,
  })
  const sdk = sdkFor(cognito.url)
  const signUp = (clientId: string) =>
    sdk.send(new SignUpCommand({ ClientId: clientId, Username: 'ada', Password }))

  await signUp(ClientId)
  await expect(signUp('other')).resolves.toMatchObject({ UserConfirmed: false })
  await expect(signUp('other')).rejects.toMatchObject({ name: 'UsernameExistsException' })
  sdk.destroy()
})

test('loses nothing that it has answered when the process is killed', async () => {
  await using file = await databaseFile()
  const child = spawn(process.execPath, [join(import.meta.dirname, 'testing/run-engine.ts'), file.path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [url] = (await once(child.stdout, 'data')) as [Buffer]
  const sdk = sdkFor(String(url).trim())
  await sdk.send(new SignUpCommand({ ClientId, Username: 'ada', Password }))
  child.kill('SIGKILL')
  await once(child, 'exit')
  sdk.destroy()

  await using engine = await startEngine({ database: file.path })
  await expect(engine.signIn('ada')).rejects.toMatchObject({ name: 'UserNotConfirmedException' })
  await expect(engine.signIn('bob')).rejects.toMatchObject({ name: 'NotAuthorizedException' })
})

test('writes no password and no token into its file', async () => {
  await using file = await databaseFile()
  const engine = await startEngine({
    database: file.path,
    client: { ExplicitAuthFlows: ['USER_PASSWORD_AUTH'] },
  })
  await engine.confirmedUser('ada')
  const { AuthenticationResult: { RefreshToken = '', AccessToken = '', IdToken = '' } = {} } =
    await engine.signIn('ada')
  await engine[Symbol.asyncDispose]()

  const content = await readFile(file.path, 'latin1')
  expect(content).toContain('ada@example.test')
  for (const secret of [Password, RefreshToken, AccessToken, IdToken]) expect(content).not.toContain(secret)
})

test('leaves one file when it has ended', async () => {
  await using file = await databaseFile()
  const engine = await startEngine({ database: file.path })
  await engine.signUp()
  await engine[Symbol.asyncDispose]()
  expect(await readdir(dirname(file.path))).toEqual(['users.sqlite'])
})

test('refuses a database of a newer version, and says so', async () => {
  await using file = await databaseFile()
  const database = new DatabaseSync(file.path)
  database.exec('pragma user_version = 1000')
  database.close()
  await expect(startEngine({ database: file.path })).rejects.toThrow('database version 1000')
})

test('refuses a pool whose fixed settings have changed under its users', async () => {
  await using file = await databaseFile()
  await (await startEngine({ database: file.path }))[Symbol.asyncDispose]()
  const changed = { UsernameConfiguration: { CaseSensitive: true } }
  await expect(startEngine({ database: file.path, pool: changed })).rejects.toThrow(poolId)
})

test.each([
  [{ AliasAttributes: ['email' as const, 'phone_number' as const] }, 'phone_number'],
  [{ AliasAttributes: [], UsernameAttributes: ['phone_number' as const] }, 'phone_number'],
  [{ UsernameAttributes: ['email' as const] }, 'alias'],
  [{ AutoVerifiedAttributes: ['phone_number' as const] }, 'phone_number'],
  [
    {
      LambdaConfig: {
        CustomEmailSender: {
          LambdaArn: 'arn:aws:lambda:eu-central-1:0:function:f',
          LambdaVersion: 'V1_0' as const,
        },
      },
    },
    'CustomEmailSender',
  ],
  [{ DeviceConfiguration: {} }, 'device'],
  [{ IssuerConfiguration: { Type: 'UPDATED' as const } }, 'issuer'],
  [{ VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_LINK' as const } }, 'link'],
])('does not start with a setting that it cannot follow: %o', async (pool, reason) => {
  await expect(startEngine({ pool })).rejects.toThrow(reason)
})

test.each([
  [{ pool: { MfaConfiguration: 'ON' as const } }, 'User pool users'],
  [
    { pool: { UserPoolTier: 'LITE' as const }, client: { ExplicitAuthFlows: ['ALLOW_USER_AUTH' as const] } },
    'App client web',
  ],
  [{ client: { WriteAttributes: ['custom:unknown'] } }, 'App client web'],
])('does not start with what a deploy would be refused: %o', async (settings, subject) => {
  await expect(startEngine(settings)).rejects.toThrow(`${subject}: Cognito refuses these settings.`)
})

test('rejects with the error of Node for a port that is taken, and can start elsewhere', async () => {
  await using file = await databaseFile()
  await using first = await startEngine()
  const port = Number(new URL(first.cognito.url).port)
  await expect(startEngine({ database: file.path, port })).rejects.toMatchObject({ code: 'EADDRINUSE', port })
  await using second = await startEngine({ database: file.path })
  expect(second.cognito.url).not.toBe(first.cognito.url)
})

test('rejects where only the IPv6 half of the port is taken', async ({ skip }) => {
  const other = createServer()
  other.listen(0, '::1')
  await once(other, 'listening').catch(() => skip('This machine has no IPv6.'))
  const { port } = other.address() as { port: number }
  await expect(startEngine({ port })).rejects.toMatchObject({ code: 'EADDRINUSE', port })
  other.close()
})

test('is reached by loopback only', async () => {
  await using engine = await startEngine()
  const { port } = new URL(engine.cognito.url)
  expect(engine.cognito.url).toBe(`http://localhost:${port}`)
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404)
  await expect(fetch(`http://127.0.0.2:${port}/`)).rejects.toThrow()
})

test('ends at once, also in the middle of a request', async () => {
  const engine = await startEngine()
  const socket = connect(Number(new URL(engine.cognito.url).port), '127.0.0.1')
  socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n{')
  const [goOn] = await once(socket, 'data')
  expect(String(goOn)).toContain('100 Continue')
  const closed = once(socket, 'close')

  await engine[Symbol.asyncDispose]()

  await closed
  await expect(fetch(engine.cognito.url)).rejects.toThrow()
  expect(engine.errors).toEqual([])
})

test('goes on when the listener for messages fails', async () => {
  const errors: unknown[] = []
  const failure = new Error('no terminal')
  await using cognito = await startCognito({
    region,
    pools: [userPool()],
    database: ':memory:',
    port: 0,
    onMessage: () => {
      throw failure
    },
    onError: error => errors.push(error),
  })
  const sdk = sdkFor(cognito.url)
  const UserAttributes = [{ Name: 'email', Value: 'ada@example.test' }]
  await expect(
    sdk.send(new SignUpCommand({ ClientId, Username: 'ada', Password, UserAttributes })),
  ).resolves.toMatchObject({ UserConfirmed: false })
  expect(errors).toEqual([failure])
  sdk.destroy()
})
