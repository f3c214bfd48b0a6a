import { DatabaseSync } from 'node:sqlite'
import { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider'
import { decodeJwt, generateKeyPair, importJWK, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { databaseFile } from '../testing/database-file.ts'
import { startEngine } from '../testing/engine.ts'

const invalid = { name: 'NotAuthorizedException', message: 'Invalid Access Token' }

async function signedIn(engine: Awaited<ReturnType<typeof startEngine>>) {
  const sub = await engine.confirmedUser('ada', { email: 'ada@example.test' })
  const { AuthenticationResult: { AccessToken = '', IdToken = '' } = {} } = await engine.signIn('ada')
  const getUser = (token = AccessToken) => engine.sdk.send(new GetUserCommand({ AccessToken: token }))
  return { sub, AccessToken, IdToken, getUser }
}

test('answers the username and attributes, flags as text', async () => {
  await using engine = await startEngine()
  const { sub, getUser } = await signedIn(engine)

  const { $metadata, ...answer } = await getUser()

  expect(answer).toEqual({
    Username: 'ada',
    UserAttributes: [
      { Name: 'sub', Value: sub },
      { Name: 'email', Value: 'ada@example.test' },
      { Name: 'email_verified', Value: 'true' },
    ],
  })
})

test('answers only what the client may read, and always the sub', async () => {
  await using engine = await startEngine({ client: { ReadAttributes: ['email_verified'] } })
  const { getUser } = await signedIn(engine)
  const { UserAttributes } = await getUser()
  expect(UserAttributes?.map(attribute => attribute.Name)).toEqual(['sub', 'email_verified'])
})

test('takes a token until it expires', async () => {
  await using engine = await startEngine({
    client: { AccessTokenValidity: 5, TokenValidityUnits: { AccessToken: 'minutes' } },
  })
  const { getUser } = await signedIn(engine)

  engine.clock.advance({ minutes: 4, seconds: 59 })
  await expect(getUser()).resolves.toMatchObject({ Username: 'ada' })
  engine.clock.advance({ seconds: 1 })
  await expect(getUser()).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Access Token has expired',
  })
})

test('refuses what is not an access token of its own', async () => {
  await using engine = await startEngine()
  const { AccessToken, IdToken, getUser } = await signedIn(engine)
  const claims = decodeJwt(AccessToken)
  const { privateKey } = await generateKeyPair('RS256')
  const forge = (changes: object) =>
    new SignJWT({ ...claims, ...changes }).setProtectedHeader({ alg: 'RS256' }).sign(privateKey)
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${AccessToken.split('.')[1]}.`

  await expect(getUser('garbage')).rejects.toMatchObject(invalid)
  await expect(getUser('a.b.c')).rejects.toMatchObject(invalid)
  await expect(getUser(IdToken)).rejects.toMatchObject(invalid)
  await expect(getUser(await forge({ iss: 'https://issuer.example.test' }))).rejects.toMatchObject(invalid)
  await expect(getUser(unsigned)).rejects.toMatchObject(invalid)
  await expect(getUser(await forge({}))).rejects.toMatchObject({ name: 'NotAuthorizedException' })
})

test('wants the scope of self-service', async () => {
  await using file = await databaseFile()
  await using engine = await startEngine({ database: file.path })
  const { AccessToken, getUser } = await signedIn(engine)
  using database = new DatabaseSync(file.path)
  const stored = database.prepare("select private_jwk from signing_keys where token_use = 'access'").get()
  const key = await importJWK(JSON.parse(String(stored?.private_jwk)), 'RS256')
  const withScope = (scope: string) =>
    new SignJWT({ ...decodeJwt(AccessToken), scope }).setProtectedHeader({ alg: 'RS256' }).sign(key)

  await expect(getUser(await withScope('openid profile'))).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Access Token does not have required scopes',
  })
  await expect(getUser(await withScope('openid aws.cognito.signin.user.admin'))).resolves.toBeDefined()
})

test.each([
  ['update users set is_enabled = 0', 'NotAuthorizedException'],
  ['delete from users', 'UserNotFoundException'],
])('looks whether the user is still there: %s', async (change, name) => {
  await using file = await databaseFile()
  await using engine = await startEngine({ database: file.path })
  const { getUser } = await signedIn(engine)
  using administrator = new DatabaseSync(file.path)
  administrator.exec(`pragma foreign_keys = on; ${change}`)

  await expect(getUser()).rejects.toMatchObject({ name })
})
