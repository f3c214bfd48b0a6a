/** What every operation that takes an access token refuses, before it does anything else. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { decodeJwt, importJWK, type JWTPayload, SignJWT } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { databaseFile } from '../testing/database-file.ts'
import { ClientId, Password, startEngine } from '../testing/engine.ts'
import { call } from '../testing/wire-call.ts'

/** Each operation, with what it takes besides the token. */
const inputs: Record<string, object> = {
  AssociateSoftwareToken: {},
  ChangePassword: { PreviousPassword: Password, ProposedPassword: 'Another-horse-8' },
  CompleteWebAuthnRegistration: { Credential: {} },
  DeleteUser: {},
  DeleteUserAttributes: { UserAttributeNames: ['nickname'] },
  DeleteWebAuthnCredential: { CredentialId: 'AAAA' },
  GetUser: {},
  GetUserAttributeVerificationCode: { AttributeName: 'email' },
  GetUserAuthFactors: {},
  GlobalSignOut: {},
  ListWebAuthnCredentials: {},
  SetUserMFAPreference: {},
  StartWebAuthnRegistration: {},
  UpdateUserAttributes: { UserAttributes: [{ Name: 'nickname', Value: 'Countess' }] },
  VerifySoftwareToken: { UserCode: '123456' },
  VerifyUserAttribute: { AttributeName: 'email', Code: '123456' },
}

const notAuthorized = (message: unknown = expect.any(String)) => ({
  __type: 'NotAuthorizedException',
  message,
})

/** Each way in which a token does not hold. What is no recorded text is any text. */
const refusals = {
  garbage: notAuthorized('Invalid Access Token'),
  'an ID token': notAuthorized(),
  'of another issuer': notAuthorized(),
  tampered: notAuthorized(),
  unsigned: notAuthorized(),
  expired: notAuthorized('Access Token has expired'),
  'without the scope': notAuthorized('Access Token does not have required scopes'),
  revoked: notAuthorized('Access Token has been revoked'),
  'signed out everywhere': notAuthorized('Access Token has been revoked'),
  'of a disabled user': notAuthorized(),
  'of a deleted user': { __type: 'UserNotFoundException', message: expect.any(String) },
}

type Flaw = keyof typeof refusals

const cleanup = new AsyncDisposableStack()
let url: string
let tokens: Record<Flaw, string>
let freshToken: (username: string) => Promise<string>

beforeAll(async () => {
  const file = cleanup.use(await databaseFile())
  const engine = cleanup.use(
    await startEngine({ database: file.path, factors: { SoftwareTokenMfaConfiguration: { Enabled: true } } }),
  )
  const administrator = cleanup.adopt(new DatabaseSync(file.path), database => database.close())
  url = engine.cognito.url

  const signedIn = async (username: string) => {
    await engine.confirmedUser(username, { email: `${username}@example.test` })
    const { AuthenticationResult } = await engine.signIn(username)
    const { AccessToken = '', IdToken = '', RefreshToken = '' } = AuthenticationResult ?? {}
    return { AccessToken, IdToken, RefreshToken }
  }
  freshToken = async username => (await signedIn(username)).AccessToken

  const expired = await freshToken('expired')
  engine.clock.advance({ hours: 1 })
  const { AccessToken, IdToken } = await signedIn('ada')
  const [revoked, signedOut] = [await signedIn('revoked'), await freshToken('signed-out')]
  const [disabled, deleted] = [await freshToken('disabled'), await freshToken('deleted')]
  await call(url, 'RevokeToken', { ClientId, Token: revoked.RefreshToken })
  await call(url, 'GlobalSignOut', { AccessToken: signedOut })
  await call(url, 'DeleteUser', { AccessToken: deleted })
  administrator.exec("update users set is_enabled = 0 where username = 'disabled'")

  const row = administrator.prepare("select private_jwk from signing_keys where token_use = 'access'").get()
  const key = await importJWK(JSON.parse(String(row?.private_jwk)), 'RS256')
  const claims = decodeJwt(AccessToken)
  const signed = (changes: JWTPayload) =>
    new SignJWT({ ...claims, ...changes }).setProtectedHeader({ alg: 'RS256' }).sign(key)
  const [header, , signature] = AccessToken.split('.')
  const other = encode({ ...claims, username: 'eve' })

  tokens = {
    garbage: 'garbage',
    'an ID token': IdToken,
    'of another issuer': await signed({ iss: 'https://cognito-idp.eu-central-1.amazonaws.com/other' }),
    tampered: [header, other, signature].join('.'),
    unsigned: `${encode({ alg: 'none' })}.${encode(claims)}.`,
    expired,
    'without the scope': await signed({ scope: 'openid profile' }),
    revoked: revoked.AccessToken,
    'signed out everywhere': signedOut,
    'of a disabled user': disabled,
    'of a deleted user': deleted,
  }
})

afterAll(() => cleanup.disposeAsync())

const operations = Object.keys(inputs)
const cases = operations.flatMap(operation =>
  (Object.keys(refusals) as Flaw[]).map(flaw => ({ operation, flaw })),
)

test.each(cases)('$operation refuses a token that is $flaw', async ({ operation, flaw }) => {
  const answer = await call(url, operation, { ...inputs[operation], AccessToken: tokens[flaw] })
  expect(answer).toEqual(refusals[flaw])
})

test.each(operations)('%s takes a token that holds', async operation => {
  const AccessToken = await freshToken(operation.toLowerCase())
  const { message } = await call(url, operation, { ...inputs[operation], AccessToken })
  expect(String(message)).not.toMatch(/access token/i)
})

test('these are all the operations that take an access token', async () => {
  const directory = join(import.meta.dirname, '../operations')
  const files = (await readdir(directory)).filter(name => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  const modules: object[] = await Promise.all(files.map(name => import(join(directory, name))))
  const shapes = modules.flatMap(module => Object.entries(module)).filter(([name]) => name.endsWith('Shape'))
  const taking = shapes.filter(([, shape]) => 'AccessToken' in shape).map(([name]) => name.slice(0, -5))
  expect(taking.map(name => name.toLowerCase()).sort()).toEqual(
    operations.map(name => name.toLowerCase()).sort(),
  )
})

function encode(part: object) {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}
