import { createHmac } from 'node:crypto'
import { contract } from '@latchkey/core/contract'
import type { Endpoint } from '@latchkey/core/endpoint'
import { expect, test, vi } from 'vitest'
import { issueTicket } from '../cognito/ticket.ts'
import { setCookie } from './cookies.ts'
import { proxyEvent } from './event-fixture.ts'
import { type Progress, securityEvent } from './security-event.ts'
import { unsignedToken } from './token-fixture.ts'

vi.hoisted(() => {
  vi.stubEnv('SST_RESOURCE_App', JSON.stringify({ name: 'latchkey', stage: 'test' }))
  vi.stubEnv('SST_RESOURCE_Auth', JSON.stringify({ clientId: 'client', clientSecret: 'client-secret' }))
})

const eventOf = (endpoint: Endpoint, progress: Progress = {}, event = proxyEvent()) =>
  securityEvent(endpoint, event, progress)
const nameIn = (username: string) => eventOf(contract.signIn, { body: { username } }).name

const ip = '192.0.2.1'
const digest = /^[0-9a-f]{16}$/
const idToken = unsignedToken({ sub: 'user-1', token_use: 'id', auth_time: 1, iat: 1, exp: 2 })

test('a name that was typed is a keyed digest, the same however it is written', () => {
  const name = nameIn('Ada')
  expect(name).toMatch(digest)
  expect(nameIn('aDA')).toBe(name)
  expect(nameIn('adam')).not.toBe(name)
})

test('the password is in it in no form, and neither is an address', () => {
  const progress = { body: { username: 'ada@example.test', password: 'correct-horse-battery' } }
  expect(eventOf(contract.signIn, progress)).toEqual({
    ip,
    factor: 'password',
    name: expect.stringMatching(digest),
  })
})

test.each([
  ['a sign-in', contract.signIn, { idToken, expiresAt: '' }],
  [
    'a confirmation that leads in',
    contract.confirm,
    { confirmed: true, session: { idToken, expiresAt: '' } },
  ],
])('%s tells whose it has turned out to be', (_, endpoint, reply) => {
  expect(eventOf(endpoint, { body: { username: 'ada' }, reply })).toMatchObject({
    sub: 'user-1',
    name: nameIn('ada'),
  })
})

test('a token that the gateway has verified says who, and then nothing that was typed does', () => {
  const event = proxyEvent({ claims: { sub: 'user-2' } })
  const progress = { body: { username: 'ada' }, cookies: { refreshToken: 'refresh' } }
  expect(eventOf(contract.deleteAccount, progress, event)).toEqual({ ip, factor: 'session', sub: 'user-2' })
})

test.each([
  ['TOTP', 'totp'],
  ['MFA_SETUP', 'totp'],
  ['NEW_PASSWORD_REQUIRED', 'password'],
  ['WEB_AUTHN', 'passkey'],
])('the answer to %s is about whom its session was issued for, by %s', (name, factor) => {
  const session = issueTicket('challenge', { name, username: 'ada', session: 'of Cognito' })
  expect(eventOf(contract.signInChallenge, { body: { name, session } })).toEqual({
    ip,
    factor,
    name: nameIn('ada'),
  })
})

test('a passkey may be called like a challenge', () => {
  expect(eventOf(contract.addPasskey, { body: { name: 'TOTP' } }).factor).toBe('session')
})

test('a session that we have not issued says nothing', () => {
  const [payload] = issueTicket('challenge', { username: 'ada' }).split('.')
  const body = { name: 'TOTP', session: `${payload}.AAAA` }
  expect(eventOf(contract.signInChallenge, { body })).toEqual({ ip, factor: 'totp' })
})

test('a passkey without a name is about whom the browser remembers', () => {
  const cookies = { passkeyUser: issueTicket('passkey-user', { username: 'ada' }) }
  expect(eventOf(contract.signInPasskey, { body: {}, cookies })).toEqual({
    ip,
    factor: 'passkey',
    name: nameIn('ada'),
  })
})

test('a session can be followed from where it begins to where it ends', () => {
  const first = eventOf(contract.signIn, {
    reply: { idToken },
    cookiesGiven: [setCookie('accessToken', 'access', 300), setCookie('refreshToken', 'refresh-1', 60)],
  })
  const second = eventOf(contract.refreshSession, {
    cookies: { refreshToken: 'refresh-1' },
    reply: { idToken },
    cookiesGiven: [setCookie('refreshToken', 'refresh-2', 60)],
  })
  const last = eventOf(contract.signOut, {
    cookies: { refreshToken: 'refresh-2' },
    cookiesGiven: [setCookie('refreshToken', '', 0)],
  })
  expect([first.sub, first.newSession]).toEqual(['user-1', expect.stringMatching(digest)])
  expect(second).toMatchObject({ sub: 'user-1', factor: 'session', session: first.newSession })
  expect(last).toEqual({ ip, factor: 'session', session: second.newSession })
  expect(second.newSession).not.toBe(second.session)
})

test('without the secret of the client nobody can tell whose a digest is', () => {
  const digestBy = (secret: string) =>
    createHmac('sha256', secret).update('logged name\nada').digest('hex').slice(0, 16)
  expect(nameIn('ada')).toBe(digestBy('client-secret'))
  expect(nameIn('ada')).not.toBe(digestBy('another-secret'))
})

test('the address is the one that the gateway saw, whatever a header says', () => {
  const event = proxyEvent({ headers: { 'X-Forwarded-For': '198.51.100.7', Forwarded: 'for=198.51.100.7' } })
  expect(eventOf(contract.signIn, {}, event)).toEqual({ ip, factor: 'password' })
})
