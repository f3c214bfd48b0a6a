import { DatabaseSync } from 'node:sqlite'
import {
  ConfirmSignUpCommand,
  ResendConfirmationCodeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { decodeJwt } from 'jose'
import { expect, test } from 'vitest'
import { databaseFile } from '../testing/database-file.ts'
import { ClientId, emailDesign, otherThan, secretHash, startEngine } from '../testing/engine.ts'

const mismatch = {
  name: 'CodeMismatchException',
  message: 'Invalid verification code provided, please try again.',
}
const expired = {
  name: 'ExpiredCodeException',
  message: 'Invalid code provided, please request a code again.',
}
const unknown = {
  name: 'UserNotFoundException',
  message: 'Username/client id combination not found.',
}
const alreadyConfirmed = {
  name: 'NotAuthorizedException',
  message: 'User cannot be confirmed. Current status is CONFIRMED',
}

test('lets the user sign in, by username and by the address that it verified', async () => {
  await using engine = await startEngine()
  await engine.signUp('ada', { email: 'ada@example.test' })

  expect(await engine.confirm('ada')).not.toHaveProperty('Session')

  await expect(engine.signIn('ada')).resolves.toHaveProperty('AuthenticationResult')
  await expect(engine.signIn('ADA@example.test')).resolves.toHaveProperty('AuthenticationResult')
})

test('refuses a wrong code and still takes the right one', async () => {
  await using engine = await startEngine()
  await engine.signUp()
  await expect(engine.confirm('ada', otherThan(engine.latestCode()))).rejects.toMatchObject(mismatch)
  await expect(engine.confirm('ada')).resolves.toBeDefined()
})

test('takes a code for 24 hours and no longer', async () => {
  await using engine = await startEngine()
  await engine.signUp('ada')
  await engine.signUp('bob')
  const [bobsCode, adasCode] = engine.cognito.messages().map(message => message.code ?? '')

  engine.clock.advance({ hours: 23, minutes: 59, seconds: 59 })
  await expect(engine.confirm('ada', adasCode)).resolves.toBeDefined()
  engine.clock.advance({ seconds: 1 })
  await expect(engine.confirm('bob', bobsCode)).rejects.toMatchObject(expired)
})

test('takes a code once', async () => {
  await using file = await databaseFile()
  await using engine = await startEngine({ database: file.path })
  await engine.confirmedUser('ada')
  using administrator = new DatabaseSync(file.path)
  administrator.exec("update users set status = 'UNCONFIRMED'")

  await expect(engine.confirm('ada', engine.latestCode())).rejects.toMatchObject(expired)
})

test('finds no code where none was sent', async () => {
  await using engine = await startEngine({ pool: { AutoVerifiedAttributes: [] } })
  await engine.signUp()
  await expect(engine.confirm('ada', '123456')).rejects.toMatchObject(expired)
})

test('looks at the status before the code', async () => {
  await using engine = await startEngine()
  await engine.confirmedUser('ada')
  await expect(engine.confirm('ada', engine.latestCode())).rejects.toMatchObject(alreadyConfirmed)
})

test('tells of an unknown user under LEGACY only', async () => {
  await using legacy = await startEngine({ client: { PreventUserExistenceErrors: 'LEGACY' } })
  await using unset = await startEngine({ client: { PreventUserExistenceErrors: undefined } })
  await using enabled = await startEngine({ client: { PreventUserExistenceErrors: 'ENABLED' } })

  await expect(legacy.confirm('nobody', '123456')).rejects.toMatchObject(unknown)
  await expect(unset.confirm('nobody', '123456')).rejects.toMatchObject(unknown)
  await expect(enabled.confirm('nobody', '123456')).rejects.toMatchObject(mismatch)
})

test('does not find a user by an address that is an alias', async () => {
  await using engine = await startEngine({ client: { PreventUserExistenceErrors: 'LEGACY' } })
  await engine.signUp('ada', { email: 'ada@example.test' })
  await expect(engine.confirm('ada@example.test')).rejects.toMatchObject(unknown)

  await engine.confirm('ada')
  await expect(engine.confirm('ada@example.test', '123456')).rejects.toMatchObject(unknown)
})

test('finds a user by the address that is the username, and by sub', async () => {
  await using engine = await startEngine({ pool: emailDesign })
  await engine.signUp('ada@example.test', { email: 'ada@example.test' })
  await expect(engine.confirm('ADA@example.test')).resolves.toBeDefined()

  const { UserSub } = await engine.signUp('bob@example.test', { email: 'bob@example.test' })
  await expect(engine.confirm(UserSub)).resolves.toBeDefined()
})

test('leaves an address with its owner, and the code good for another attempt', async () => {
  await using engine = await startEngine()
  await engine.confirmedUser('ada')
  await engine.signUp('eve')

  await expect(engine.confirm('eve')).rejects.toMatchObject({ name: 'AliasExistsException' })
  await expect(engine.signIn('eve')).rejects.toMatchObject({ name: 'UserNotConfirmedException' })
  await expect(engine.confirm('eve', otherThan(engine.latestCode()))).rejects.toMatchObject(mismatch)
  await expect(engine.confirm('eve')).rejects.toMatchObject({ name: 'AliasExistsException' })
})

test('moves an address by force, and with it the sign-in', async () => {
  await using engine = await startEngine()
  const adasSub = await engine.confirmedUser('ada')
  const { UserSub: evesSub } = await engine.signUp('eve')

  await engine.sdk.send(
    new ConfirmSignUpCommand({
      ClientId,
      Username: 'eve',
      ConfirmationCode: engine.latestCode(),
      ForceAliasCreation: true,
    }),
  )

  expect(await idClaims(engine, 'ada@example.test')).toMatchObject({ sub: evesSub, email_verified: true })
  expect(await idClaims(engine, 'ada')).toMatchObject({ sub: adasSub, email_verified: false })
})

test('lets addresses be shared where they do not sign in', async () => {
  await using engine = await startEngine({ pool: { AliasAttributes: [] } })
  await engine.confirmedUser('ada')
  await engine.confirmedUser('eve')
  expect(await idClaims(engine, 'ada')).toMatchObject({ email_verified: true })
  expect(await idClaims(engine, 'eve')).toMatchObject({ email_verified: true })
})

test('keeps addresses apart by case where the pool minds it', async () => {
  await using engine = await startEngine({ pool: { UsernameConfiguration: { CaseSensitive: true } } })
  await engine.confirmedUser('ada', { email: 'ada@example.test' })
  await engine.confirmedUser('eve', { email: 'Ada@example.test' })
  expect(await idClaims(engine, 'Ada@example.test')).toMatchObject({ 'cognito:username': 'eve' })
})

test.each([
  ['a user', 'ada', mismatch],
  ['nobody', 'nobody', mismatch],
])('allows %s 15 attempts in an hour', async (_, name, refusal) => {
  await using engine = await startEngine()
  await engine.signUp('ada')
  const wrong = otherThan(engine.latestCode())
  for (let attempt = 1; attempt <= 15; attempt++) {
    await expect(engine.confirm(name, wrong)).rejects.toMatchObject(refusal)
  }

  await expect(engine.confirm(name)).rejects.toMatchObject({
    name: 'LimitExceededException',
    message: 'Attempt limit exceeded, please try after some time.',
  })
  engine.clock.advance({ hours: 1 })
  await expect(engine.confirm(name, wrong)).rejects.toMatchObject(refusal)
})

test('counts the attempts of each user and operation by themselves', async () => {
  await using engine = await startEngine()
  await engine.signUp('ada')
  for (let attempt = 1; attempt <= 15; attempt++) await engine.confirm('ada', '-').catch(() => {})
  await engine.signUp('bob', { email: 'bob@example.test' })

  await expect(engine.confirm('bob')).resolves.toBeDefined()
  await expect(
    engine.sdk.send(new ResendConfirmationCodeCommand({ ClientId, Username: 'ada' })),
  ).resolves.toBeDefined()
})

test('gives a session only to a client of USER_AUTH', async () => {
  await using engine = await startEngine({ client: { ExplicitAuthFlows: ['ALLOW_USER_AUTH'] } })
  const { Session: ofSignUp } = await engine.signUp()
  const { Session } = await engine.sdk.send(
    new ConfirmSignUpCommand({
      ClientId,
      Username: 'ada',
      ConfirmationCode: engine.latestCode(),
      Session: ofSignUp,
    }),
  )
  expect(Session?.length).toBeGreaterThanOrEqual(20)
  expect(Session).not.toBe(ofSignUp)
})

test('wants a session to be one of the user’s sign-up, and the right code with it', async () => {
  const client = { ExplicitAuthFlows: ['ALLOW_USER_AUTH' as const] }
  await using engine = await startEngine({ client })
  const invalid = { name: 'NotAuthorizedException', message: 'Invalid session for the user.' }
  const { Session: evesSession } = await engine.signUp('eve', { email: 'eve@example.test' })
  const { Session } = await engine.signUp('ada')
  const confirm = (session: string | undefined, ConfirmationCode = engine.latestCode()) =>
    engine.sdk.send(
      new ConfirmSignUpCommand({ ClientId, Username: 'ada', ConfirmationCode, Session: session }),
    )

  await expect(confirm('a-session-that-nobody-has-issued')).rejects.toMatchObject(invalid)
  await expect(confirm(evesSession)).rejects.toMatchObject(invalid)
  await expect(confirm(Session, otherThan(engine.latestCode()))).rejects.toMatchObject(mismatch)
  const { Session: ofConfirmation } = await confirm(Session)
  expect(ofConfirmation).toBeDefined()
})

test('takes a session as long as the client says', async () => {
  const client = { ExplicitAuthFlows: ['ALLOW_USER_AUTH' as const], AuthSessionValidity: 5 }
  await using engine = await startEngine({ client })
  const { Session } = await engine.signUp('ada')
  const confirm = (session: string | undefined) =>
    engine.sdk.send(
      new ConfirmSignUpCommand({
        ClientId,
        Username: 'ada',
        ConfirmationCode: engine.latestCode(),
        Session: session,
      }),
    )
  engine.clock.advance({ minutes: 5 })
  await expect(confirm(Session)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await expect(confirm(undefined)).resolves.toHaveProperty('Session')
})

test('does not verify an address that the code did not go to', async () => {
  await using file = await databaseFile()
  await using engine = await startEngine({ database: file.path })
  await engine.signUp('ada')
  using administrator = new DatabaseSync(file.path)
  administrator.exec(`update users set attributes = '{"email":"bob@example.test","email_verified":"false"}'`)
  await engine.confirm('ada')
  expect(await idClaims(engine, 'ada')).toMatchObject({ email: 'bob@example.test', email_verified: false })
})

test('wants the secret hash of a client with a secret', async () => {
  const secret = 'a-secret-of-thirty-two-characters'
  await using engine = await startEngine({ client: { ClientSecret: secret } })
  const attempt = (SecretHash: string) =>
    engine.sdk.send(
      new ConfirmSignUpCommand({ ClientId, Username: 'ada', ConfirmationCode: '123456', SecretHash }),
    )

  await expect(engine.confirm('ada', '123456')).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await expect(attempt(secretHash('another', 'ada'))).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  })
  await expect(attempt(secretHash(secret, 'ada'))).rejects.toMatchObject({ name: 'CodeMismatchException' })
})

async function idClaims(engine: Awaited<ReturnType<typeof startEngine>>, name: string) {
  const { AuthenticationResult } = await engine.signIn(name)
  return decodeJwt(AuthenticationResult?.IdToken ?? '')
}
