import { describe, expect, test } from 'vitest'
import { clearCookie, readCookies, setCookie } from './cookies.ts'

const read = (...lines: string[]) => readCookies({ multiValueHeaders: { Cookie: lines } })

describe('what the browser sent', () => {
  test('is read by our own names', () => {
    expect(
      read('__Host-refresh=r.e-f_r; __Host-access=a=b==; __Host-sign-up=s; __Host-passkey-user=p'),
    ).toEqual({ refreshToken: 'r.e-f_r', accessToken: 'a=b==', signUp: 's', passkeyUser: 'p' })
  })

  test('may come in several headers, of any case', () => {
    const multiValueHeaders = { cookie: ['__Host-refresh=r'], COOKIE: ['other=1', '__Host-access=a'] }
    expect(readCookies({ multiValueHeaders })).toEqual({ refreshToken: 'r', accessToken: 'a' })
  })

  test('counts the first time, as browsers send the more specific one first', () => {
    expect(read('__Host-refresh=first; __Host-refresh=second', '__Host-refresh=third')).toEqual({
      refreshToken: 'first',
    })
  })

  test.each([
    '',
    ';;; ;',
    '__Host-refresh',
    '__Host-refresh=',
    '=__Host-refresh',
    'refresh=r',
    '__host-refresh=r',
    '__Host-refresh =r',
    '__Host-refresh-2=r',
    'x=__Host-refresh=r',
    '__proto__=r; constructor=r; refreshToken=r',
  ])('is nothing of ours: %j', line => {
    expect(read(line)).toEqual({})
  })

  test.each(['\u00a0', '\u2000', '\u2003', '\u2028', '\u3000', '\ufeff', '\u000b', '\u0085'])(
    'is not ours behind %j, with which another host may set it',
    blank => {
      expect(read(`${blank}__Host-refresh=theirs; __Host-refresh=ours`)).toEqual({ refreshToken: 'ours' })
      expect(read(`${blank}__Host-refresh=theirs`)).toEqual({})
    },
  )

  test('may be nothing at all', () => {
    expect(readCookies({ multiValueHeaders: {} })).toEqual({})
    expect(readCookies({ multiValueHeaders: null as never })).toEqual({})
    expect(readCookies({ multiValueHeaders: { Cookie: undefined } })).toEqual({})
  })
})

describe('what it is told to keep', () => {
  test('is closed to scripts, to other hosts and to other sites', () => {
    expect(setCookie('refreshToken', 'a.b-c_d', 60)).toBe(
      '__Host-refresh=a.b-c_d; Max-Age=60; Path=/; Secure; HttpOnly; SameSite=Strict',
    )
  })

  test('is taken away with the attributes that it was set with', () => {
    expect(clearCookie('signUp')).toBe(
      '__Host-sign-up=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Strict',
    )
  })
})
