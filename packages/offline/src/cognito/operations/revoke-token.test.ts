import {
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { databaseFile } from '../testing/database-file.ts'
import { ClientId, poolId, startEngine } from '../testing/engine.ts'
import { signedInUser } from '../testing/signed-in-user.ts'

type Engine = Awaited<ReturnType<typeof startEngine>>

const revoked = {
  name: 'NotAuthorizedException',
  message: 'Access Token has been revoked',
  $metadata: { httpStatusCode: 400 },
}
const refreshRevoked = { name: 'NotAuthorizedException', message: 'Refresh Token has been revoked' }

const revoke = (engine: Engine, Token: string, ClientSecret?: string, clientId = ClientId) =>
  engine.sdk.send(new RevokeTokenCommand({ Token, ClientId: clientId, ClientSecret }))
const refresh = (engine: Engine, RefreshToken: string) =>
  engine.sdk.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken }))
const getUser = (engine: Engine, AccessToken: string | undefined) =>
  engine.sdk.send(new GetUserCommand({ AccessToken }))

test('ends the sign-in with every token that came of it, and no other sign-in', async () => {
  await using user = await signedInUser()
  const { engine, AccessToken, RefreshToken } = user
  const { AuthenticationResult: refreshed } = await refresh(engine, RefreshToken)
  const { AuthenticationResult: other } = await engine.signIn('ada')

  const { $metadata, ...answer } = await revoke(engine, RefreshToken)

  expect(answer).toEqual({})
  await expect(getUser(engine, AccessToken)).rejects.toMatchObject(revoked)
  await expect(getUser(engine, refreshed?.AccessToken)).rejects.toMatchObject(revoked)
  await expect(refresh(engine, RefreshToken)).rejects.toMatchObject(refreshRevoked)
  await expect(getUser(engine, other?.AccessToken)).resolves.toBeDefined()
  await expect(refresh(engine, other?.RefreshToken ?? '')).resolves.toBeDefined()
})

test('ends what came of a refresh token that was exchanged', async () => {
  await using user = await signedInUser({ client: { RefreshTokenRotation: { Feature: 'ENABLED' } } })
  const { engine, RefreshToken } = user
  const { AuthenticationResult } = await refresh(engine, RefreshToken)
  await revoke(engine, RefreshToken)
  await expect(refresh(engine, AuthenticationResult?.RefreshToken ?? '')).rejects.toMatchObject(
    refreshRevoked,
  )
})

test('revokes once or twice alike', async () => {
  await using user = await signedInUser()
  await revoke(user.engine, user.RefreshToken)
  await expect(revoke(user.engine, user.RefreshToken)).resolves.toBeDefined()
})

test('takes no ID or access token, and nothing malformed', async () => {
  await using user = await signedInUser()
  const { engine, AccessToken, IdToken } = user
  for (const token of [AccessToken, IdToken]) {
    await expect(revoke(engine, token)).rejects.toMatchObject({
      name: 'UnsupportedTokenTypeException',
      $metadata: { httpStatusCode: 400 },
    })
  }
  await expect(revoke(engine, 'garbage')).rejects.toMatchObject({
    name: 'InvalidParameterException',
    $metadata: { httpStatusCode: 400 },
  })
  await expect(getUser(engine, AccessToken)).resolves.toBeDefined()
})

test('does nothing for a client that does not revoke', async () => {
  await using user = await signedInUser({ client: { EnableTokenRevocation: false } })
  await expect(revoke(user.engine, user.RefreshToken)).rejects.toMatchObject({
    name: 'UnsupportedOperationException',
    $metadata: { httpStatusCode: 400 },
  })
  await expect(refresh(user.engine, user.RefreshToken)).resolves.toBeDefined()
})

test('wants the client of the token, and its secret', async () => {
  const secret = 'asecretofthirtytwocharactersxxxx'
  const unauthorized = { name: 'UnauthorizedException', $metadata: { httpStatusCode: 400 } }
  await using file = await databaseFile()
  await using user = await signedInUser({ database: file.path })
  await using engine = await startEngine({
    database: file.path,
    client: { ClientSecret: secret },
    otherClients: [{ ClientId: 'other' }],
  })

  await expect(revoke(engine, user.RefreshToken)).rejects.toMatchObject(unauthorized)
  await expect(revoke(engine, user.RefreshToken, secret.replace('a', 'b'))).rejects.toMatchObject(
    unauthorized,
  )
  await expect(revoke(engine, user.RefreshToken, undefined, 'other')).rejects.toMatchObject(unauthorized)
  await expect(getUser(engine, user.AccessToken)).resolves.toBeDefined()
  await revoke(engine, user.RefreshToken, secret)
  await expect(getUser(engine, user.AccessToken)).rejects.toMatchObject(revoked)
})

test('a global sign-out ends all sign-ins of the caller and of nobody else', async () => {
  await using user = await signedInUser()
  const { engine, AccessToken, RefreshToken } = user
  const { AuthenticationResult: second } = await engine.signIn('ada')
  await engine.confirmedUser('bob', { email: 'bob@example.test' })
  const { AuthenticationResult: bobs } = await engine.signIn('bob')

  const { $metadata, ...answer } = await engine.sdk.send(new GlobalSignOutCommand({ AccessToken }))

  expect(answer).toEqual({})
  for (const token of [AccessToken, second?.AccessToken]) {
    await expect(getUser(engine, token)).rejects.toMatchObject(revoked)
  }
  for (const token of [RefreshToken, second?.RefreshToken ?? '']) {
    await expect(refresh(engine, token)).rejects.toMatchObject(refreshRevoked)
  }
  await expect(getUser(engine, bobs?.AccessToken)).resolves.toBeDefined()
  const { AuthenticationResult: third } = await engine.signIn('ada')
  await expect(getUser(engine, third?.AccessToken)).resolves.toBeDefined()
})

test('a global sign-out ends tokens too that carry no ids', async () => {
  await using user = await signedInUser({ client: { EnableTokenRevocation: false } })
  const { engine, AccessToken, RefreshToken } = user
  await engine.sdk.send(new GlobalSignOutCommand({ AccessToken }))
  await expect(getUser(engine, AccessToken)).rejects.toMatchObject(revoked)
  await expect(refresh(engine, RefreshToken)).rejects.toMatchObject(refreshRevoked)
  engine.clock.advance({ seconds: 1 })
  const { AuthenticationResult } = await engine.signIn('ada')
  await expect(getUser(engine, AuthenticationResult?.AccessToken)).resolves.toBeDefined()
})

test('whoever checks signatures alone accepts a revoked token', async () => {
  await using user = await signedInUser()
  const { engine, AccessToken } = user
  await engine.sdk.send(new GlobalSignOutCommand({ AccessToken }))
  const keys = createLocalJWKSet(await engine.cognito.jwks(poolId))
  const currentDate = new Date(engine.clock.now())
  await expect(jwtVerify(AccessToken, keys, { currentDate })).resolves.toBeDefined()
})
