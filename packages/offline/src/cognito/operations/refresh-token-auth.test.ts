import { DatabaseSync } from 'node:sqlite'
import {
  type AuthFlowType,
  GlobalSignOutCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { decodeJwt } from 'jose'
import { expect, test } from 'vitest'
import type { UserPool } from '../../config/model.ts'
import { databaseFile } from '../testing/database-file.ts'
import { ClientId, emailDesign, secretHash, startEngine } from '../testing/engine.ts'
import { poolFunctions } from '../testing/pool-functions.ts'
import { signedInUser } from '../testing/signed-in-user.ts'

type ClientSettings = Partial<UserPool['clients'][number]>

const ExplicitAuthFlows: ClientSettings['ExplicitAuthFlows'] = [
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
]
const client: ClientSettings = { ExplicitAuthFlows }
const invalid = {
  name: 'NotAuthorizedException',
  message: 'Invalid Refresh Token.',
  $metadata: { httpStatusCode: 400 },
}

type Engine = Awaited<ReturnType<typeof startEngine>>

const refresh = (
  engine: Engine,
  REFRESH_TOKEN: string,
  { flow = 'REFRESH_TOKEN_AUTH', hash, clientId = ClientId }: Options = {},
) =>
  engine.sdk.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: flow,
      AuthParameters: { REFRESH_TOKEN, ...(hash !== undefined && { SECRET_HASH: hash }) },
    }),
  )

type Options = { flow?: AuthFlowType; hash?: string; clientId?: string }

test.each(['REFRESH_TOKEN_AUTH', 'REFRESH_TOKEN'] as const)('gives new tokens by %s', async flow => {
  await using user = await signedInUser({ client })
  const { engine, RefreshToken, IdToken, AccessToken } = user
  engine.clock.advance({ minutes: 30 })

  const { $metadata, ...answer } = await refresh(engine, RefreshToken, { flow })

  expect(answer).toEqual({
    ChallengeParameters: {},
    AuthenticationResult: {
      AccessToken: expect.any(String),
      ExpiresIn: 3600,
      IdToken: expect.any(String),
      TokenType: 'Bearer',
    },
  })
  const { AuthenticationResult: result } = answer
  for (const [before, after] of [
    [IdToken, result?.IdToken],
    [AccessToken, result?.AccessToken],
  ] as const) {
    const [old, renewed] = [decodeJwt(before), decodeJwt(after ?? '')]
    const { sub, origin_jti, auth_time, token_use, iat = 0 } = old
    expect(renewed).toMatchObject({ sub, origin_jti, auth_time, token_use, iat: iat + 1800 })
    expect(renewed.exp).toBe(iat + 1800 + 3600)
    expect(renewed.jti).not.toBe(old.jti)
  }
})

test('tokens show the user as they are now', async () => {
  await using user = await signedInUser({ client })
  await user.update({ nickname: 'Countess' })
  const { AuthenticationResult } = await refresh(user.engine, user.RefreshToken)
  expect(decodeJwt(AuthenticationResult?.IdToken ?? '')).toMatchObject({ nickname: 'Countess' })
})

test('takes a refresh token as long as the client says', async () => {
  await using user = await signedInUser({
    client: { ...client, RefreshTokenValidity: 60, TokenValidityUnits: { RefreshToken: 'minutes' } },
  })
  user.engine.clock.advance({ minutes: 59, seconds: 59 })
  await expect(refresh(user.engine, user.RefreshToken)).resolves.toBeDefined()
  user.engine.clock.advance({ seconds: 1 })
  await expect(refresh(user.engine, user.RefreshToken)).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    $metadata: { httpStatusCode: 400 },
  })
})

test('refuses what is not a refresh token of the client', async () => {
  await using user = await signedInUser({ client, otherClients: [{ ...client, ClientId: 'other' }] })
  const { engine, RefreshToken, AccessToken } = user
  const altered = `${RefreshToken.slice(0, -1)}${RefreshToken.endsWith('A') ? 'B' : 'A'}`

  for (const token of ['garbage', AccessToken, altered]) {
    await expect(refresh(engine, token)).rejects.toMatchObject(invalid)
  }
  await expect(refresh(engine, RefreshToken, { clientId: 'other' })).rejects.toMatchObject(invalid)
  await expect(refresh(engine, RefreshToken)).resolves.toBeDefined()
})

test('misses the token', async () => {
  await using engine = await startEngine({ client })
  await expect(refresh(engine, '')).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'Missing required parameter REFRESH_TOKEN',
  })
})

test.each([
  ['update users set is_enabled = 0', 'NotAuthorizedException'],
  ['delete from users', 'NotAuthorizedException'],
])('looks whether the user is still there: %s', async (change, name) => {
  await using file = await databaseFile()
  await using user = await signedInUser({ database: file.path, client })
  using administrator = new DatabaseSync(file.path)
  administrator.exec(`pragma foreign_keys = on; ${change}`)
  await expect(refresh(user.engine, user.RefreshToken)).rejects.toMatchObject({ name })
})

test('gives nothing of a sign-in that ends meanwhile', async () => {
  let signOut = async () => {}
  const { invoke, LambdaConfig } = poolFunctions({ PreTokenGeneration: () => signOut() })
  await using user = await signedInUser({ client, invoke, pool: { LambdaConfig } })
  const { engine, RefreshToken, AccessToken } = user
  signOut = async () => void (await engine.sdk.send(new GlobalSignOutCommand({ AccessToken })))

  await expect(refresh(engine, RefreshToken)).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Refresh Token has been revoked',
  })
})

test('is not for a client whose refresh tokens rotate', async () => {
  for (const Feature of ['DISABLED', 'ENABLED'] as const) {
    await using user = await signedInUser({
      // By names from before the prefix, which leave the default flows as they are.
      client: { ExplicitAuthFlows: ['USER_PASSWORD_AUTH'], RefreshTokenRotation: { Feature } },
    })
    const outcome = await refresh(user.engine, user.RefreshToken).catch(error => error.name)
    expect(outcome).toEqual(Feature === 'ENABLED' ? 'InvalidParameterException' : expect.any(Object))
  }
})

test('is only for a client that allows it', async () => {
  await using user = await signedInUser({ client: { ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] } })
  await expect(refresh(user.engine, user.RefreshToken)).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'REFRESH_TOKEN_AUTH flow not enabled for this client',
  })
})

test('wants the secret hash over the username as it is stored', async () => {
  const secret = 'a-secret-of-thirty-two-characters'
  await using file = await databaseFile()
  await using open = await startEngine({ database: file.path, pool: emailDesign, client })
  const sub = await open.confirmedUser('ada@example.test')
  const { AuthenticationResult: { RefreshToken = '' } = {} } = await open.signIn('ada@example.test')
  await using engine = await startEngine({
    database: file.path,
    pool: emailDesign,
    client: { ...client, ClientSecret: secret },
  })

  await expect(refresh(engine, RefreshToken)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await expect(
    refresh(engine, RefreshToken, { hash: secretHash(secret, 'ada@example.test') }),
  ).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: `SecretHash does not match for the client: ${ClientId}`,
  })
  await expect(refresh(engine, RefreshToken, { hash: secretHash(secret, sub) })).resolves.toBeDefined()
})
