/** What the verifier that AWS publishes for Cognito's tokens makes of these. */
import { CognitoJwtVerifier } from 'aws-jwt-verify'
import type { Jwks } from 'aws-jwt-verify/jwk'
import { decodeJwt } from 'jose'
import { afterEach, expect, test, vi } from 'vitest'
import { ClientId, poolId } from '../testing/engine.ts'
import { signedInUser } from '../testing/signed-in-user.ts'

afterEach(() => {
  vi.useRealTimers()
})

const strict = {
  id: { userPoolId: poolId, clientId: ClientId, tokenUse: 'id' },
  access: {
    userPoolId: poolId,
    clientId: ClientId,
    tokenUse: 'access',
    scope: 'aws.cognito.signin.user.admin',
  },
} as const

/** With the keys as the engine publishes them, at the engine's time. */
async function verifierAt(user: Awaited<ReturnType<typeof signedInUser>>) {
  const { clock, cognito } = user.engine
  const response = await fetch(`${cognito.url}/${poolId}/.well-known/jwks.json`)
  const jwks = (await response.json()) as Jwks
  vi.useFakeTimers({ toFake: ['Date'], now: clock.now() })
  return (kind: keyof typeof strict, token: string, changes: object = {}) => {
    vi.setSystemTime(clock.now())
    const verifier = CognitoJwtVerifier.create({ ...strict[kind], ...changes })
    verifier.cacheJwks(jwks)
    return verifier.verifySync(token)
  }
}

test('takes each token for what it is', async () => {
  await using user = await signedInUser()
  const verify = await verifierAt(user)
  expect(verify('id', user.IdToken)).toMatchObject({ sub: user.sub, 'cognito:username': 'ada' })
  expect(verify('access', user.AccessToken)).toMatchObject({ sub: user.sub, username: 'ada' })
})

test('takes neither for the other, nor for another client’s or pool’s', async () => {
  await using user = await signedInUser()
  const verify = await verifierAt(user)
  expect(() => verify('id', user.AccessToken)).toThrow('Token use not allowed')
  expect(() => verify('access', user.IdToken, { scope: null })).toThrow('Token use not allowed')
  expect(() => verify('id', user.IdToken, { clientId: 'other' })).toThrow(
    'not allowed: 4f2k9a7c1mexampleclient',
  )
  expect(() => verify('access', user.AccessToken, { clientId: 'other' })).toThrow('Client ID not allowed')
  expect(() => verify('access', user.AccessToken, { scope: 'openid' })).toThrow('Scope not allowed')
  expect(() => verify('id', user.IdToken, { userPoolId: 'eu-central-1_Other0001' })).toThrow(
    'issuer not configured',
  )
})

test('refuses an altered token', async () => {
  await using user = await signedInUser()
  const verify = await verifierAt(user)
  for (const [kind, token] of [
    ['id', user.IdToken],
    ['access', user.AccessToken],
  ] as const) {
    const [header, , signature] = token.split('.')
    const claims = JSON.stringify({ ...decodeJwt(token), sub: '00000000-0000-4000-8000-000000000000' })
    const altered = [header, Buffer.from(claims).toString('base64url'), signature].join('.')
    expect(() => verify(kind, altered)).toThrow('Invalid signature')
  }
})

test('refuses a token from its end on', async () => {
  await using user = await signedInUser()
  const verify = await verifierAt(user)
  user.engine.clock.advance({ minutes: 59, seconds: 59 })
  expect(() => verify('id', user.IdToken)).not.toThrow()
  user.engine.clock.advance({ seconds: 2 })
  expect(() => verify('id', user.IdToken)).toThrow('Token expired')
  expect(() => verify('access', user.AccessToken)).toThrow('Token expired')
})
