/** What becomes of the account's operations where Cognito fails on the way, as the caller is told. */
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { type Answer, fails, gives, outage, startCognito } from '../cognito/cognito-fixture.ts'
import { proxyEvent } from '../http/event-fixture.ts'
import { unsignedToken } from '../http/token-fixture.ts'

const cognito = await startCognito()
const { answers, asked } = cognito
const { handler: addPasskey } = await import('./add-passkey.ts')
const { handler: changePassword } = await import('./change-password.ts')
const { handler: removePasskey } = await import('./remove-passkey.ts')
const { handler: signOutEverywhere } = await import('./sign-out-everywhere.ts')

let logged: string[]
beforeEach(() => {
  cognito.forget()
  logged = []
  vi.spyOn(process.stdout, 'write').mockImplementation(line => Boolean(logged.push(String(line))))
})
afterAll(() => {
  vi.restoreAllMocks()
  cognito.close()
})

const seconds = Math.floor(Date.now() / 1000)
const token = (use: string) =>
  unsignedToken({
    sub: 'user-1',
    'cognito:username': 'ada',
    token_use: use,
    auth_time: seconds,
    iat: seconds,
    exp: seconds + 300,
  })

const event = (body?: object, params?: Record<string, string>) =>
  proxyEvent({
    ...(body && { body }),
    ...(params && { params }),
    cookie: `__Host-access=${token('access')}; __Host-refresh=old`,
    claims: { sub: 'user-1', token_use: 'id', 'cognito:username': 'ada', auth_time: String(seconds) },
  })
const passwords = { currentPassword: 'correct-horse-battery', newPassword: 'another-horse-battery' }

async function answerOf(answer: ReturnType<typeof changePassword>) {
  const { statusCode: status, body, multiValueHeaders = {} } = await answer
  return { status, body: body ? JSON.parse(body) : undefined, cookies: multiValueHeaders['Set-Cookie'] ?? [] }
}

const othersMaySignIn =
  'Your password is changed. Other devices may still be signed in: sign out everywhere to be sure.'
const signInAnew =
  'Your password is changed, and you are signed out everywhere. Sign in with the new password.'

const signedIn = gives({
  AuthenticationResult: { IdToken: token('id'), AccessToken: token('access'), RefreshToken: 'new' },
})
const refusals: [string, Answer, number][] = [
  ['is down', outage, 2],
  ['is throttled', fails('TooManyRequestsException'), 2],
  ['takes the token no longer', fails('NotAuthorizedException', 'Access Token has expired'), 1],
  // Somebody has signed out of this session alone.
  ['finds the token revoked', fails('NotAuthorizedException', 'Access Token has been revoked'), 1],
  ['is not allowed', fails('ForbiddenException'), 1],
]

test.each(refusals)(
  'a password is changed though signing out %s, and with the new session it is told',
  async (_, answer, attempts) => {
    answers.set('GlobalSignOut', answer)
    answers.set('InitiateAuth', signedIn)
    const told = await answerOf(changePassword(event(passwords)))
    expect(told).toMatchObject({ status: 200, body: { idToken: token('id'), othersMayLiveOn: true } })
    expect(told.cookies[0]).toMatch(/^__Host-refresh=new;/)
    // The session before is one of those that live on.
    expect(asked).toEqual([
      'ChangePassword',
      ...Array(attempts).fill('GlobalSignOut'),
      'InitiateAuth',
      'RevokeToken',
    ])
    expect(JSON.parse(logged[0] ?? '')).toMatchObject({ outcome: 'ok', status: 200, error: {} })
  },
)

test('that other sessions may live on is told with a challenge, too', async () => {
  answers.set('GlobalSignOut', outage)
  answers.set('InitiateAuth', gives({ ChallengeName: 'SOFTWARE_TOKEN_MFA', Session: 'a-session-of-cognito' }))
  const told = await answerOf(changePassword(event(passwords)))
  expect(told).toMatchObject({ status: 200, body: { challenge: { name: 'TOTP' }, othersMayLiveOn: true } })
  expect(told.cookies).toEqual([
    expect.stringMatching(/^__Host-refresh=; Max-Age=0/),
    expect.stringMatching(/^__Host-access=; Max-Age=0/),
  ])
})

test('signing out everywhere has worked where a second attempt finds the token revoked', async () => {
  const lost: Answer = response => {
    answers.set('GlobalSignOut', fails('NotAuthorizedException', 'Access Token has been revoked'))
    response.socket?.resetAndDestroy()
  }
  answers.set('GlobalSignOut', lost)
  answers.set('InitiateAuth', signedIn)
  const told = await answerOf(changePassword(event(passwords)))
  expect([told.status, told.body.othersMayLiveOn]).toEqual([200, undefined])
  expect(asked).toEqual(['ChangePassword', 'GlobalSignOut', 'GlobalSignOut', 'InitiateAuth'])

  answers.set('GlobalSignOut', lost)
  expect(await answerOf(signOutEverywhere(event()))).toMatchObject({ status: 204 })
  expect(await answerOf(signOutEverywhere(event()))).toMatchObject({
    status: 401,
    body: { code: 'session_ended' },
    cookies: [],
  })
})

test('what fails after both is told as what it is', async () => {
  answers.set('GlobalSignOut', outage)
  answers.set('InitiateAuth', outage)
  const told = await answerOf(changePassword(event(passwords)))
  expect(told).toMatchObject({
    status: 502,
    body: { code: 'upstream_unavailable', message: othersMaySignIn },
    cookies: [],
  })
})

test.each([
  ['is down', outage, 502, 'upstream_unavailable', ['InitiateAuth', 'InitiateAuth']],
  [
    'is locked',
    fails('NotAuthorizedException', 'Password attempts exceeded'),
    429,
    'too_many_attempts',
    ['InitiateAuth'],
  ],
  ['is refused', fails('NotAuthorizedException'), 502, 'upstream_unavailable', ['InitiateAuth']],
  ['asks for what no route answers', gives({ ChallengeName: 'SMS_MFA' }), 500, 'internal', ['InitiateAuth']],
])(
  'a password that is changed stays so though signing in with it %s',
  async (_, answer, status, code, attempts) => {
    answers.set('InitiateAuth', answer)
    const told = await answerOf(changePassword(event(passwords)))
    expect(told).toMatchObject({ status, body: { code, message: signInAnew } })
    expect(asked).toEqual(['ChangePassword', 'GlobalSignOut', ...attempts])
  },
)

test('nothing happens after a password that was not changed', async () => {
  answers.set('ChangePassword', fails('InvalidPasswordException'))
  expect(await answerOf(changePassword(event(passwords)))).toMatchObject({
    status: 400,
    body: { code: 'password_rejected', fields: { newPassword: expect.any(String) } },
  })
  expect(asked).toEqual(['ChangePassword'])
})

test('the token of the session before is not revoked once more', async () => {
  answers.set('InitiateAuth', signedIn)
  expect((await answerOf(changePassword(event(passwords)))).status).toBe(200)
  expect(asked).toEqual(['ChangePassword', 'GlobalSignOut', 'InitiateAuth'])
})

const credential = {
  id: 'AAAAAAAAAAAAAAAA',
  rawId: 'AAAAAAAAAAAAAAAA',
  type: 'public-key',
  response: { clientDataJSON: 'e30', attestationObject: 'oA' },
  clientExtensionResults: {},
}
const named = gives({
  Username: 'ada',
  UserAttributes: [
    { Name: 'email', Value: 'ada@example.test' },
    { Name: 'custom:passkey_names', Value: '{"AAAAAAAAAAAA":"Laptop"}' },
  ],
})

test('a passkey is added though its name cannot be kept, which is logged', async () => {
  answers.set('GetUser', named)
  answers.set('UpdateUserAttributes', outage)
  const { status, cookies } = await answerOf(addPasskey(event({ name: 'Laptop', credential })))
  expect([status, cookies.length]).toEqual([204, 1])
  expect(asked.at(-1)).toBe('UpdateUserAttributes')
  expect(JSON.parse(logged[0] ?? '')).toMatchObject({
    outcome: 'ok',
    error: { name: 'InternalErrorException' },
  })
})

test('a passkey is removed though its name cannot be read, which is logged', async () => {
  answers.set('GetUser', outage)
  const { status } = await answerOf(removePasskey(event(undefined, { id: credential.id })))
  expect(status).toBe(204)
  expect(asked).toEqual(['DeleteWebAuthnCredential', 'GetUser', 'GetUser'])
  expect(JSON.parse(logged[0] ?? '')).toMatchObject({
    outcome: 'ok',
    error: { name: 'InternalErrorException' },
  })
})

test('a passkey that was not added gets no name', async () => {
  answers.set('CompleteWebAuthnRegistration', fails('WebAuthnCredentialNotSupportedException'))
  const { status, cookies } = await answerOf(addPasskey(event({ name: 'Laptop', credential })))
  expect([status, cookies]).toEqual([400, []])
  expect(asked).toEqual(['CompleteWebAuthnRegistration'])
})
