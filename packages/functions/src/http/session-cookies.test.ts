import { expect, test } from 'vitest'
import { clearedSession, sessionCookies } from './session-cookies.ts'
import { unsignedToken } from './token-fixture.ts'

const day = 24 * 60 * 60
const signedInAt = 1_800_000_000

function tokens({ iat = signedInAt, exp = signedInAt + 300 }) {
  const claims = { sub: 'user-1', token_use: 'access', auth_time: signedInAt, iat, exp }
  return {
    username: 'ada',
    session: { idToken: 'id', expiresAt: '2027-01-15T08:00:00.000Z' },
    accessToken: unsignedToken(claims),
    refreshToken: 'refresh',
  }
}

const lifetimes = (settings: Parameters<typeof tokens>[0]) =>
  sessionCookies(tokens(settings)).map(cookie => [
    cookie.replace(/=.*/, ''),
    Number(/Max-Age=(\d+)/.exec(cookie)?.[1]),
  ])

test('each cookie lives as long as its token', () => {
  expect(lifetimes({})).toEqual([
    ['__Host-refresh', 7 * day],
    ['__Host-access', 300],
  ])
  expect(lifetimes({ exp: signedInAt + 60 })[1]).toEqual(['__Host-access', 60])
})

test('the refresh token lives on for what is left since the sign-in', () => {
  expect(lifetimes({ iat: signedInAt + 3 * day })[0]).toEqual(['__Host-refresh', 4 * day])
  expect(lifetimes({ iat: signedInAt + 7 * day - 1 })[0]).toEqual(['__Host-refresh', 1])
})

test('an access token that cannot be read is a bug, and nothing of it is told', () => {
  expect(() => sessionCookies({ ...tokens({}), accessToken: 'secret.secret.secret' })).toThrow(
    'Cognito gave an access token that cannot be read.',
  )
})

test('a dead session takes both cookies along', () => {
  expect(clearedSession.map(cookie => cookie.split('; ').slice(0, 2))).toEqual([
    ['__Host-refresh=', 'Max-Age=0'],
    ['__Host-access=', 'Max-Age=0'],
  ])
})
