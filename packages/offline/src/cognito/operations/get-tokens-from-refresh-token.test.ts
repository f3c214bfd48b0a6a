import { DatabaseSync } from 'node:sqlite'
import {
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { decodeJwt } from 'jose'
import { expect, test } from 'vitest'
import { databaseFile } from '../testing/database-file.ts'
import { ClientId, startEngine } from '../testing/engine.ts'
import { poolFunctions, refuse } from '../testing/pool-functions.ts'
import { signedInUser } from '../testing/signed-in-user.ts'

type Engine = Awaited<ReturnType<typeof startEngine>>

const rotating = (RetryGracePeriodSeconds?: number) => ({
  client: { RefreshTokenRotation: { Feature: 'ENABLED' as const, RetryGracePeriodSeconds } },
})
const reused = { name: 'RefreshTokenReuseException', $metadata: { httpStatusCode: 400 } }

const send = (engine: Engine, RefreshToken: string, ClientSecret?: string) =>
  engine.sdk.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken, ClientSecret }))
const rotate = async (engine: Engine, token: string) =>
  (await send(engine, token)).AuthenticationResult?.RefreshToken ?? 'none'

test('gives new tokens, and no refresh token where those do not rotate', async () => {
  await using user = await signedInUser()

  const { $metadata, ...answer } = await send(user.engine, user.RefreshToken)

  expect(answer).toEqual({
    AuthenticationResult: {
      AccessToken: expect.any(String),
      ExpiresIn: 3600,
      IdToken: expect.any(String),
      TokenType: 'Bearer',
    },
  })
  await expect(send(user.engine, user.RefreshToken)).resolves.toBeDefined()
})

test('gives a new refresh token where those rotate, of the same sign-in', async () => {
  await using user = await signedInUser(rotating())
  const { engine, RefreshToken, IdToken } = user
  engine.clock.advance({ minutes: 10 })

  const { AuthenticationResult } = await send(engine, RefreshToken)

  expect(AuthenticationResult).toEqual({
    AccessToken: expect.any(String),
    ExpiresIn: 3600,
    IdToken: expect.any(String),
    RefreshToken: expect.any(String),
    TokenType: 'Bearer',
  })
  expect(AuthenticationResult?.RefreshToken).not.toBe(RefreshToken)
  const { origin_jti, auth_time, jti } = decodeJwt(IdToken)
  const renewed = decodeJwt(AuthenticationResult?.IdToken ?? '')
  expect(renewed).toMatchObject({ origin_jti, auth_time })
  expect(renewed.jti).not.toBe(jti)
})

test.each([undefined, 0])('refuses a token that has been exchanged, with a grace of %s', async grace => {
  await using user = await signedInUser(rotating(grace))
  const second = await rotate(user.engine, user.RefreshToken)
  await expect(send(user.engine, user.RefreshToken)).rejects.toMatchObject(reused)
  await expect(send(user.engine, second)).resolves.toBeDefined()
})

test('takes an exchanged token for the grace period, which its use does not lengthen', async () => {
  await using user = await signedInUser(rotating(60))
  const { engine, RefreshToken } = user
  const second = await rotate(engine, RefreshToken)
  engine.clock.advance({ seconds: 30 })
  const third = await rotate(engine, RefreshToken)
  expect(third).not.toBe(second)
  engine.clock.advance({ seconds: 29 })
  await expect(send(engine, RefreshToken)).resolves.toBeDefined()
  engine.clock.advance({ seconds: 1 })
  await expect(send(engine, RefreshToken)).rejects.toMatchObject(reused)
  await expect(send(engine, second)).resolves.toBeDefined()
  await expect(send(engine, third)).resolves.toBeDefined()
})

test('lets one of two requests through that exchange the same token at once', async () => {
  await using user = await signedInUser(rotating(0))
  const outcomes = await Promise.allSettled([1, 2].map(() => send(user.engine, user.RefreshToken)))
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('the new refresh token ends when the first would have', async () => {
  const { client } = rotating()
  await using user = await signedInUser({
    client: { ...client, RefreshTokenValidity: 60, TokenValidityUnits: { RefreshToken: 'minutes' } },
  })
  const { engine } = user
  engine.clock.advance({ minutes: 50 })
  const second = await rotate(engine, user.RefreshToken)
  engine.clock.advance({ minutes: 9, seconds: 59 })
  const third = await rotate(engine, second)
  engine.clock.advance({ seconds: 1 })
  await expect(send(engine, third)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
})

test('exchanges nothing where the function for tokens refuses', async () => {
  let isRefusing = false
  const { events, invoke, LambdaConfig } = poolFunctions({
    PreTokenGeneration: () => (isRefusing ? refuse() : undefined),
  })
  await using user = await signedInUser({ ...rotating(0), invoke, pool: { LambdaConfig } })
  isRefusing = true
  await expect(send(user.engine, user.RefreshToken)).rejects.toMatchObject({
    name: 'UserLambdaValidationException',
  })
  isRefusing = false
  await expect(send(user.engine, user.RefreshToken)).resolves.toBeDefined()
  expect(events.map(({ triggerSource }) => triggerSource)).toEqual([
    'TokenGeneration_Authentication',
    'TokenGeneration_RefreshTokens',
    'TokenGeneration_RefreshTokens',
  ])
})

test.each([{}, rotating(0)])('gives nothing of a sign-in that ends meanwhile, with %o', async settings => {
  let signOut = async () => {}
  const { invoke, LambdaConfig } = poolFunctions({ PreTokenGeneration: () => signOut() })
  await using user = await signedInUser({ ...settings, invoke, pool: { LambdaConfig } })
  const { engine, RefreshToken, AccessToken } = user
  signOut = async () => void (await engine.sdk.send(new GlobalSignOutCommand({ AccessToken })))

  await expect(send(engine, RefreshToken)).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Refresh Token has been revoked',
  })
})

test('hands its metadata to the function for tokens', async () => {
  const { events, invoke, LambdaConfig } = poolFunctions({ PreTokenGeneration: () => undefined })
  await using user = await signedInUser({ invoke, pool: { LambdaConfig } })
  const ClientMetadata = { screen: 'account' }
  await user.engine.sdk.send(
    new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken: user.RefreshToken, ClientMetadata }),
  )
  expect(events[1]?.request).toMatchObject({ clientMetadata: ClientMetadata })
})

test('refuses what is not a refresh token', async () => {
  await using user = await signedInUser()
  for (const token of ['garbage', user.AccessToken]) {
    await expect(send(user.engine, token)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Invalid Refresh Token.',
      $metadata: { httpStatusCode: 400 },
    })
  }
})

test('refuses a disabled user', async () => {
  await using file = await databaseFile()
  await using user = await signedInUser({ database: file.path })
  using administrator = new DatabaseSync(file.path)
  administrator.exec('update users set is_enabled = 0')
  await expect(send(user.engine, user.RefreshToken)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
})

test('wants the secret itself of a client with a secret', async () => {
  const secret = 'asecretofthirtytwocharactersxxxx'
  await using file = await databaseFile()
  await using user = await signedInUser({ database: file.path })
  await using engine = await startEngine({ database: file.path, client: { ClientSecret: secret } })

  for (const wrong of [undefined, `${secret.slice(1)}y`]) {
    await expect(send(engine, user.RefreshToken, wrong)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      $metadata: { httpStatusCode: 400 },
    })
  }
  const { AuthenticationResult } = await send(engine, user.RefreshToken, secret)
  await expect(
    engine.sdk.send(new GetUserCommand({ AccessToken: AuthenticationResult?.AccessToken })),
  ).resolves.toMatchObject({ Username: 'ada' })
})
