import { DatabaseSync } from 'node:sqlite'
import { SignUpCommand } from '@aws-sdk/client-cognito-identity-provider'
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { databaseFile } from '../testing/database-file.ts'
import { ClientId, emailDesign, Password, poolId, startEngine } from '../testing/engine.ts'

type Engine = Awaited<ReturnType<typeof startEngine>>

const uuid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
const issuer = `https://cognito-idp.eu-central-1.amazonaws.com/${poolId}`
/** When the clock of the engine starts. */
const startSeconds = Date.parse('2026-03-01T12:00:00Z') / 1000

async function tokens(engine: Engine, name = 'ada') {
  const { AuthenticationResult } = await engine.signIn(name)
  const { IdToken = '', AccessToken = '', RefreshToken = '', ExpiresIn } = AuthenticationResult ?? {}
  return {
    IdToken,
    AccessToken,
    RefreshToken,
    ExpiresIn,
    id: decodeJwt(IdToken),
    access: decodeJwt(AccessToken),
  }
}

test('an ID token has the claims of Cognito', async () => {
  await using engine = await startEngine()
  const sub = await engine.confirmedUser('ada', { email: 'ada@example.test' })
  const { id } = await tokens(engine)
  expect(id).toEqual({
    sub,
    iss: issuer,
    aud: ClientId,
    token_use: 'id',
    'cognito:username': 'ada',
    email: 'ada@example.test',
    email_verified: true,
    event_id: uuid,
    jti: uuid,
    origin_jti: uuid,
    auth_time: startSeconds,
    iat: startSeconds,
    exp: startSeconds + 3600,
  })
  expect(engine.cognito.issuer(poolId)).toBe(issuer)
})

test('an access token has the claims of Cognito, and no audience', async () => {
  await using engine = await startEngine()
  const sub = await engine.confirmedUser('ada')
  const { access } = await tokens(engine)
  expect(access).toEqual({
    sub,
    iss: issuer,
    client_id: ClientId,
    token_use: 'access',
    username: 'ada',
    scope: 'aws.cognito.signin.user.admin',
    event_id: uuid,
    jti: uuid,
    origin_jti: uuid,
    auth_time: startSeconds,
    iat: startSeconds,
    exp: startSeconds + 3600,
  })
})

test('the tokens of one sign-in share their origin, those of another have their own', async () => {
  await using engine = await startEngine()
  await engine.confirmedUser('ada')
  const [one, other] = [await tokens(engine), await tokens(engine)]
  expect(one.id.origin_jti).toBe(one.access.origin_jti)
  expect(one.id.event_id).toBe(one.access.event_id)
  expect(new Set([one, other].flatMap(({ id, access }) => [id.jti, access.jti])).size).toBe(4)
  expect(one.id.origin_jti).not.toBe(other.id.origin_jti)
})

test('each kind is signed with a key of its own, named in a header of two members', async () => {
  await using engine = await startEngine()
  await engine.confirmedUser('ada')
  const { IdToken, AccessToken } = await tokens(engine)
  const { keys } = await engine.cognito.jwks(poolId)

  expect(keys).toHaveLength(2)
  for (const key of keys) {
    expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])
    expect(key).toMatchObject({ alg: 'RS256', e: 'AQAB', kty: 'RSA', use: 'sig' })
  }
  expect(decodeProtectedHeader(IdToken)).toEqual({ kid: keys[0]?.kid, alg: 'RS256' })
  expect(decodeProtectedHeader(AccessToken)).toEqual({ kid: keys[1]?.kid, alg: 'RS256' })
  expect(keys[0]?.kid).not.toBe(keys[1]?.kid)
  const verification = { issuer, currentDate: new Date(engine.clock.now()) }
  await expect(jwtVerify(IdToken, createLocalJWKSet({ keys }), verification)).resolves.toBeDefined()
  await expect(jwtVerify(AccessToken, createLocalJWKSet({ keys }), verification)).resolves.toBeDefined()
})

test('a refresh token has the form of an encrypted JWT', async () => {
  await using engine = await startEngine()
  await engine.confirmedUser('ada')
  const { RefreshToken } = await tokens(engine)
  const [header = '', ...rest] = RefreshToken.split('.')
  expect(Buffer.from(header, 'base64url').toString()).toBe('{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}')
  expect(rest).toHaveLength(4)
  expect(RefreshToken).toMatch(/^[A-Za-z0-9_=.-]+$/)
})

test('tokens live as long as the client says', async () => {
  await using engine = await startEngine({
    client: {
      AccessTokenValidity: 10,
      IdTokenValidity: 7200,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'seconds' },
    },
  })
  await engine.confirmedUser('ada')
  const { id, access, ExpiresIn } = await tokens(engine)
  expect(access.exp).toBe(startSeconds + 600)
  expect(id.exp).toBe(startSeconds + 7200)
  expect(ExpiresIn).toBe(600)
})

test('validity is in hours where the client names no unit', async () => {
  await using engine = await startEngine({ client: { AccessTokenValidity: 2, IdTokenValidity: 3 } })
  await engine.confirmedUser('ada')
  const { id, access } = await tokens(engine)
  expect(access.exp).toBe(startSeconds + 2 * 3600)
  expect(id.exp).toBe(startSeconds + 3 * 3600)
})

test.each([
  [{}, 30 * 86_400, 180],
  [{ RefreshTokenValidity: 7, AuthSessionValidity: 5 }, 7 * 86_400, 300],
  [{ RefreshTokenValidity: 90, TokenValidityUnits: { RefreshToken: 'minutes' as const } }, 5400, 180],
])('refresh tokens and sessions live under %o for %i and %i seconds', async (client, refresh, session) => {
  await using file = await databaseFile()
  const ExplicitAuthFlows = ['ALLOW_USER_PASSWORD_AUTH' as const, 'ALLOW_USER_AUTH' as const]
  await using engine = await startEngine({ database: file.path, client: { ...client, ExplicitAuthFlows } })
  await engine.confirmedUser('ada')
  await tokens(engine)
  using database = new DatabaseSync(file.path)
  const secondsLeft = (table: string) => {
    const rows = database.prepare(`select expires_at_ms from ${table}`).all()
    return rows.map(row => (Number(row.expires_at_ms) - engine.clock.now()) / 1000)
  }

  expect(secondsLeft('sign_ins')).toEqual([refresh])
  expect(secondsLeft('sessions')).toEqual([session, session])
})

test.each([
  [{ AccessTokenValidity: 4, TokenValidityUnits: { AccessToken: 'minutes' } }, 'AccessTokenValidity'],
  [{ AccessTokenValidity: 25 }, 'AccessTokenValidity'],
  [{ IdTokenValidity: 2, TokenValidityUnits: { IdToken: 'days' } }, 'IdTokenValidity'],
  [{ RefreshTokenValidity: 59, TokenValidityUnits: { RefreshToken: 'minutes' } }, 'RefreshTokenValidity'],
  [{ RefreshTokenValidity: 3651 }, 'RefreshTokenValidity'],
  [{ AuthSessionValidity: 2 }, 'AuthSessionValidity'],
  [{ AuthSessionValidity: 16 }, 'AuthSessionValidity'],
] as const)('the engine does not start with %o', async (client, setting) => {
  await expect(startEngine({ client })).rejects.toThrow(setting)
})

test('tokens carry no ids to revoke them by where revocation is off', async () => {
  await using engine = await startEngine({ client: { EnableTokenRevocation: false } })
  await engine.confirmedUser('ada')
  const { id, access } = await tokens(engine)
  for (const claims of [id, access]) {
    expect(claims).not.toHaveProperty('jti')
    expect(claims).not.toHaveProperty('origin_jti')
  }
})

test('an ID token holds what the client may read', async () => {
  await using engine = await startEngine({ client: { ReadAttributes: ['email'] } })
  await engine.confirmedUser('ada')
  const { id } = await tokens(engine)
  expect(id).toHaveProperty('email')
  expect(id).not.toHaveProperty('email_verified')
})

test('a custom attribute is text, and read only by a client that lists it', async () => {
  const pool = {
    SchemaAttributes: [
      { Name: 'custom:level', AttributeDataType: 'Number' as const },
      { Name: 'custom:is_verified', AttributeDataType: 'Boolean' as const },
    ],
  }
  const WriteAttributes = ['email', 'custom:level', 'custom:is_verified']
  const seenWith = async (ReadAttributes: string[]) => {
    await using engine = await startEngine({ pool, client: { WriteAttributes, ReadAttributes } })
    await engine.sdk.send(
      new SignUpCommand({
        ClientId,
        Username: 'ada',
        Password,
        UserAttributes: [
          { Name: 'email', Value: 'ada@example.test' },
          { Name: 'custom:level', Value: '7' },
          { Name: 'custom:is_verified', Value: 'true' },
        ],
      }),
    )
    await engine.confirm()
    const { id } = await tokens(engine)
    return [id['custom:level'], id['custom:is_verified']]
  }

  expect(await seenWith(['custom:level', 'custom:is_verified'])).toEqual(['7', 'true'])
  expect(await seenWith([])).toEqual([undefined, undefined])
})

test('both usernames are the sub where the address signs in', async () => {
  await using engine = await startEngine({ pool: emailDesign })
  const { UserSub } = await engine.signUp('ada@example.test', { email: 'ada@example.test' })
  await engine.confirm('ada@example.test')
  const { id, access } = await tokens(engine, 'ada@example.test')
  expect(id).toMatchObject({ sub: UserSub, 'cognito:username': UserSub, email: 'ada@example.test' })
  expect(access).toMatchObject({ sub: UserSub, username: UserSub })
})
