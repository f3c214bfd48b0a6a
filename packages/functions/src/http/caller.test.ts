import * as account from '@latchkey/core/routes/account'
import { secret } from '@latchkey/core/routes/secret'
import { refreshSession } from '@latchkey/core/routes/session'
import { signIn } from '@latchkey/core/routes/sign-in'
import { describe, expect, test } from 'vitest'
import { callerOf } from './caller.ts'
import { proxyEvent } from './event-fixture.ts'
import { unsignedToken } from './token-fixture.ts'

const now = 1_800_000_000
const idClaims = {
  sub: 'user-1',
  token_use: 'id',
  'cognito:username': 'ada',
  email: 'ada@example.test',
  auth_time: String(now - 60),
}
const accessClaims = { sub: 'user-1', token_use: 'access', auth_time: now - 60, iat: now, exp: now + 300 }
const accessToken = unsignedToken(accessClaims)

const signedIn = (claims: Record<string, string> = idClaims) => proxyEvent({ claims, atMs: now * 1000 })

const refusal = (code: string) => expect.objectContaining({ name: 'AppError', code })

describe('a route that is open to anyone', () => {
  test('has no caller, whoever it is', () => {
    for (const row of [signIn, refreshSession]) {
      expect(callerOf(row, proxyEvent(), {})).toBeUndefined()
      expect(callerOf(row, signedIn(), { accessToken })).toBeUndefined()
    }
  })
})

describe('a route for the signed-in', () => {
  test('knows who it is from the ID token alone', () => {
    expect(callerOf(secret, signedIn(), {})).toEqual({ sub: 'user-1', username: 'ada' })
  })

  test.each([
    ['no claims', undefined],
    ['an access token', { ...idClaims, token_use: 'access' }],
    ['no subject', { ...idClaims, sub: '' }],
    ['no name', { sub: 'user-1', token_use: 'id' }],
  ])('refuses %s', (_, claims) => {
    const event = claims ? signedIn(claims) : proxyEvent()
    expect(() => callerOf(secret, event, {})).toThrow(refusal('session_ended'))
  })
})

describe('a route of the account', () => {
  const row = account.account

  test('has the access token of the same user', () => {
    expect(callerOf(row, signedIn(), { accessToken })).toEqual({
      sub: 'user-1',
      username: 'ada',
      email: 'ada@example.test',
      accessToken,
    })
  })

  test.each([
    ['no access token', undefined],
    ["somebody else's", unsignedToken({ ...accessClaims, sub: 'user-2' })],
    ['an ID token', unsignedToken({ ...accessClaims, token_use: 'id' })],
    ['one without a subject', unsignedToken({ ...accessClaims, sub: undefined })],
    ['one in quotes', `"${accessToken}"`],
    ['one with another behind it', `${accessToken},${accessToken}`],
    ['one of five parts', `${accessToken}.e30.e30`],
    ['garbage', 'garbage'],
    ['nothing between the dots', '..'],
  ])('refuses %s', (_, token) => {
    const cookies = token === undefined ? {} : { accessToken: token }
    expect(() => callerOf(row, signedIn(), cookies)).toThrow(refusal('session_ended'))
  })
})

describe('a route that wants a fresh sign-in', () => {
  const row = account.changeEmail
  const signedInAgo = (seconds: number) => signedIn({ ...idClaims, auth_time: String(now - seconds) })

  test('takes one of five minutes', () => {
    expect(callerOf(row, signedInAgo(300), { accessToken })).toMatchObject({ sub: 'user-1' })
  })

  test('refuses an older one, and one that says no time', () => {
    for (const event of [
      signedInAgo(301),
      signedIn({ ...idClaims, auth_time: '' }),
      signedIn({ ...idClaims, auth_time: 'Fri Jan 15 08:00:00 UTC 2027' }),
    ]) {
      expect(() => callerOf(row, event, { accessToken })).toThrow(refusal('reauthentication_required'))
    }
  })

  test('looks at whose it is first', () => {
    expect(() => callerOf(row, signedInAgo(301), {})).toThrow(refusal('session_ended'))
  })
})
