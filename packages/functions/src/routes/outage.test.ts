/** What browsers are told, and what becomes of their cookies, when Cognito does not do what it should. */
import type { APIGatewayProxyResult } from 'aws-lambda'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Answer, fails, gives, outage, startCognito } from '../cognito/cognito-fixture.ts'
import { proxyEvent } from '../http/event-fixture.ts'
import { unsignedToken } from '../http/token-fixture.ts'

const resets: Answer = response => response.socket?.resetAndDestroy()
const hangs: Answer = () => {}

const outages: [string, Answer, number, string][] = [
  ['throttles', fails('TooManyRequestsException'), 503, 'busy'],
  ['fails', outage, 502, 'upstream_unavailable'],
  ['drops the connection', resets, 502, 'upstream_unavailable'],
]
/** It takes a while to find out. */
const silence: (typeof outages)[number] = ['hangs', hangs, 504, 'upstream_timeout']

const cognito = await startCognito()
const { answers, asked } = cognito
const handlers = {
  refresh: (await import('./refresh-session.ts')).handler,
  signIn: (await import('./sign-in.ts')).handler,
  signOut: (await import('./sign-out.ts')).handler,
  confirm: (await import('./confirm.ts')).handler,
  forgot: (await import('./forgot-password.ts')).handler,
}
let logged: string[]

afterAll(() => cognito.close())
beforeEach(() => {
  cognito.forget()
  logged = []
  vi.spyOn(process.stdout, 'write').mockImplementation(line => Boolean(logged.push(String(line))))
})
afterEach(() => vi.restoreAllMocks())

const cookie = '__Host-refresh=the-refresh-token; __Host-access=the-access-token'
const cookiesOf = ({ multiValueHeaders }: APIGatewayProxyResult) =>
  (multiValueHeaders?.['Set-Cookie'] ?? []).map(line => String(line).split('; ').slice(0, 2).join('; '))
const codeOf = ({ body }: APIGatewayProxyResult) => JSON.parse(body).code
const cleared = ['__Host-refresh=; Max-Age=0', '__Host-access=; Max-Age=0']

const iat = 1_800_000_000
const claims = { sub: 'user-1', auth_time: iat, iat, exp: iat + 300 }
const authenticated = {
  AuthenticationResult: {
    IdToken: unsignedToken({ ...claims, token_use: 'id', 'cognito:username': 'ada' }),
    AccessToken: unsignedToken({ ...claims, token_use: 'access' }),
    RefreshToken: 'another-refresh-token',
  },
}
const started = [
  '__Host-refresh=another-refresh-token; Max-Age=604800',
  expect.stringContaining('Max-Age=300'),
]

describe.each([...outages, silence])('where Cognito %s', (_, failing, status, code) => {
  test('a refresh says so once, and takes no cookie away', async () => {
    answers.set('GetTokensFromRefreshToken', failing)
    const result = await handlers.refresh(proxyEvent({ cookie }))
    expect([result.statusCode, codeOf(result), cookiesOf(result)]).toEqual([status, code, []])
    expect(asked).toEqual(['GetTokensFromRefreshToken'])
    expect(result.body).not.toContain('words of Cognito')
  })

  test('somebody who signs out is signed out here, and it is logged', async () => {
    answers.set('RevokeToken', failing)
    const result = await handlers.signOut(proxyEvent({ cookie }))
    expect([result.statusCode, result.body, cookiesOf(result)]).toEqual([204, '', cleared])
    expect(JSON.parse(logged[0] ?? '')).toMatchObject({ outcome: 'ok', status: 204, error: {} })
    expect(logged.join()).not.toContain('the-refresh-token')
  })
})

describe.each(outages)('where Cognito %s', (_, failing, status, code) => {
  test('somebody who signs in does, and that the former session lives on is logged', async () => {
    answers.set('InitiateAuth', gives(authenticated))
    answers.set('RevokeToken', failing)
    const body = { username: 'ada', password: 'correct-horse-battery' }
    const result = await handlers.signIn(proxyEvent({ body, cookie }))
    expect([result.statusCode, cookiesOf(result)]).toEqual([200, started])
    expect(asked).toEqual(['InitiateAuth', 'RevokeToken', 'RevokeToken'])
    expect(JSON.parse(logged[0] ?? '')).toMatchObject({ outcome: 'ok', status: 200, error: {} })
  })

  test('a sign-in that fails leaves the former session alone', async () => {
    answers.set('InitiateAuth', failing)
    const body = { username: 'ada', password: 'correct-horse-battery' }
    const result = await handlers.signIn(proxyEvent({ body, cookie }))
    expect([result.statusCode, codeOf(result), cookiesOf(result)]).toEqual([status, code, []])
    // Who is throttled does not come back at once.
    const attempts = code === 'busy' ? 1 : 2
    expect(asked).toEqual(Array(attempts).fill('InitiateAuth'))
  })

  test('an account is confirmed though nobody can be led in, and it is logged', async () => {
    answers.set('ConfirmSignUp', gives({ Session: 'a-session-of-cognito' }))
    answers.set('InitiateAuth', failing)
    const result = await handlers.confirm(await confirmation())
    expect([result.statusCode, JSON.parse(result.body)]).toEqual([200, { confirmed: true }])
    expect(cookiesOf(result)).toEqual(['__Host-sign-up=; Max-Age=0'])
    expect(JSON.parse(logged[0] ?? '')).toMatchObject({ outcome: 'ok', status: 200, error: {} })
  })

  test('a confirmation that fails is not tried twice', async () => {
    answers.set('ConfirmSignUp', failing)
    const result = await handlers.confirm(await confirmation())
    expect([result.statusCode, codeOf(result), cookiesOf(result)]).toEqual([status, code, []])
    expect(asked).toEqual(['ConfirmSignUp'])
  })

  test('a forgotten password is not said to be on its way', async () => {
    answers.set('ForgotPassword', failing)
    const result = await handlers.forgot(proxyEvent({ body: { username: 'ada' } }))
    expect([result.statusCode, codeOf(result)]).toEqual([status, code])
  })
})

describe('a message that cannot be written or sent', () => {
  test.each([
    'CodeDeliveryFailureException',
    'UserLambdaValidationException',
    'UnexpectedLambdaException',
    'InvalidLambdaResponseException',
  ])('is logged, and not told: it would tell that there is somebody (%s)', async name => {
    answers.set('ForgotPassword', fails(name))
    const result = await handlers.forgot(proxyEvent({ body: { username: 'ada@example.test' } }))
    expect([result.statusCode, JSON.parse(result.body)]).toEqual([
      200,
      { delivery: { medium: 'email', destination: 'a***@e***' } },
    ])
    expect(JSON.parse(logged[0] ?? '').error.name).toBe(name)
  })
})

/** The answer of somebody who has signed up in the same browser. */
async function confirmation() {
  const { keepSignUp } = await import('../http/sign-up-ticket.ts')
  const [ticket] = keepSignUp({ username: 'ada', session: 'a-session-of-cognito' }, Date.now()).split('; ')
  return proxyEvent({ body: { username: 'ada', code: '123456' }, cookie: `${ticket}` })
}
