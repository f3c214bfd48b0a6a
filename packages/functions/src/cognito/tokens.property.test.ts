/** Tokens that our functions read may come from a cookie, which anybody can write. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { unsignedToken } from '../http/token-fixture.ts'
import { claimsOf } from './tokens.ts'

const many = { numRuns: 3000 }

const time = fc.nat(4_000_000_000)
const claims = fc.record(
  {
    sub: fc.string(),
    token_use: fc.constantFrom('id', 'access'),
    auth_time: time,
    iat: time,
    exp: time,
    'cognito:username': fc.string({ unit: 'grapheme' }),
  },
  { requiredKeys: ['sub', 'token_use', 'auth_time', 'iat', 'exp'] },
)

test('the claims of a token are those that it was made with, and no others', () => {
  fc.assert(
    fc.property(claims, fc.dictionary(fc.string(), fc.jsonValue()), (given, others) => {
      const known = JSON.parse(JSON.stringify(given))
      expect(claimsOf(unsignedToken({ ...others, ...given }))).toEqual(known)
    }),
    many,
  )
})

test('a claim of another type makes it no token', () => {
  const wrong = fc.jsonValue().filter(value => typeof value !== 'string' && typeof value !== 'number')
  const name = fc.constantFrom('sub', 'token_use', 'auth_time', 'iat', 'exp')
  fc.assert(
    fc.property(claims, name, wrong, (given, claim, value) => {
      expect(claimsOf(unsignedToken({ ...given, [claim]: value }))).toBeUndefined()
      expect(claimsOf(unsignedToken({ ...given, [claim]: undefined }))).toBeUndefined()
    }),
  )
})

test('whatever else is in the place of a token is none, and no bug', () => {
  const part = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json().map(json => Buffer.from(json).toString('base64url')),
    claims.map(given => Buffer.from(JSON.stringify(given)).toString('base64')),
    fc.constantFrom('', 'e30', 'bnVsbA', 'e', '=', ' ', '\n'),
  )
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 6 }),
      fc.constantFrom('.', '..', ' . ', ','),
      (parts, between) => {
        const given = parts.join(between)
        const read = claimsOf(given)
        if (read === undefined) return
        const [, payload = ''] = /^[A-Za-z0-9_-]+\.([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]+$/.exec(given) ?? []
        expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject(read)
      },
    ),
    many,
  )
})

test('a token is in its compact form, with nothing before, behind or between', () => {
  const noise = fc.constantFrom(' ', '\n', '"', ',', ';', '=', '.', '\t', 'Bearer ', '\0', '%20', 'é')
  fc.assert(
    fc.property(claims, noise, fc.nat(), (given, extra, place) => {
      const token = unsignedToken(given)
      const at = place % (token.length + 1)
      expect(claimsOf(token.slice(0, at) + extra + token.slice(at))).toBeUndefined()
    }),
  )
})
