/** A token is taken as Cognito wrote it, or not at all. */
import type { IncomingMessage } from 'node:http'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { manualClock } from '../../clock.ts'
import {
  accessClaims,
  cognito,
  idClaims,
  issuer,
  type SigningKey,
  sign,
  signingKey,
  startMs,
} from '../gateway-fixture.ts'
import { createKeyStore } from '../key-store.ts'
import { createTokenVerifier } from '../token-verifier.ts'
import { createAuthorizer } from './cognito-authorizer.ts'
import { GatewayError } from './gateway-error.ts'

const many = { numRuns: 2000 }

const clock = manualClock(startMs)
let key: SigningKey
let stranger: SigningKey
let token: string
let authorize: (authorization: string) => Promise<unknown>

beforeAll(async () => {
  key = await signingKey('key-1')
  stranger = await signingKey('key-1')
  token = await sign(key, idClaims)
  const tokens = createTokenVerifier(createKeyStore(async () => ({ keys: [key.jwk] }), clock))
  const check = createAuthorizer({ tokens, issuer, clock })(cognito)
  authorize = authorization =>
    check({ headersDistinct: { authorization: [authorization] } } as unknown as IncomingMessage)
  // What is remembered of it must not help what only looks like it.
  await authorize(token)
})

/** How the gateway answers it: `good`, or the type of its refusal. A bug is neither. */
async function outcome(authorization: string): Promise<string> {
  try {
    await authorize(authorization)
    return 'good'
  } catch (error) {
    if (error instanceof GatewayError && error.refusal.status === 401) return 'refused'
    throw error
  }
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const letter = fc.oneof(
  fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'),
  fc.constantFrom(...'.=+/ \t,;"%\0\u00e9'),
)

test('a token with one letter changed, put in or left out is refused', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.integer({ min: 0, max: 1 }),
      fc.option(letter),
      async (place, cut, other) => {
        const at = place % (token.length + 1)
        const altered = token.slice(0, at) + (other ?? '') + token.slice(at + cut)
        fc.pre(altered !== token)
        expect(await outcome(altered)).toBe('refused')
        expect(await outcome(`Bearer ${altered}`)).toBe('refused')
      },
    ),
    many,
  )
})

test('no other text stands for the same signature', async () => {
  const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  for (const end of last) {
    const other = token.slice(0, -1) + end
    expect([end, await outcome(other)]).toEqual([end, other === token ? 'good' : 'refused'])
  }
})

test('a token with other claims, or another header, is refused under the old signature', async () => {
  const [header = '', payload = '', signature = ''] = token.split('.')
  const claim = fc.oneof(fc.constantFrom(...Object.keys(idClaims), 'nbf', 'client_id', 'scope'), fc.string())
  const part = fc.constantFrom('alg', 'kid', 'typ', 'crit', 'b64', 'jku', 'x5u', 'jwk', 'zip')
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom('none', 'HS256', 'RS512', 'key-1', 'b64', false))
  await fc.assert(
    fc.asyncProperty(claim, part, value, async (name, headerName, changed) => {
      const claims = encode({ ...idClaims, [name]: changed })
      const signedHeader = encode({ alg: 'RS256', kid: 'key-1', [headerName]: changed })
      if (claims !== payload) expect(await outcome([header, claims, signature].join('.'))).toBe('refused')
      if (signedHeader !== header)
        expect(await outcome([signedHeader, payload, signature].join('.'))).toBe('refused')
      expect(await outcome([encode({ alg: 'none', kid: 'key-1' }), claims, ''].join('.'))).toBe('refused')
    }),
    many,
  )
})

test('the parts of several good tokens make no other', async () => {
  const others = await Promise.all([
    sign(key, { ...idClaims, sub: 'somebody-else' }),
    sign(key, accessClaims),
    sign(stranger, idClaims),
    sign(key, { ...idClaims, aud: 'client-2' }),
  ])
  const good = new Set([token, others[0], others[3]])
  const parts = [token, ...others].flatMap(one => one.split('.'))
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...parts, ''), { minLength: 1, maxLength: 5 }),
      async chosen => {
        const made = chosen.join('.')
        expect(await outcome(made)).toBe(good.has(made) ? 'good' : 'refused')
      },
    ),
    many,
  )
})

test('whatever else stands in the header is refused, and is no fault of the gateway', async () => {
  const json = fc.oneof(fc.json(), fc.constant('{"kid":"key-1","alg":"RS256"}'))
  const garbage = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(
        json.map(text => Buffer.from(text).toString('base64url')),
        { maxLength: 5 },
      )
      .map(all => all.join('.')),
    fc
      .tuple(fc.constantFrom('Basic ', 'bearer ', 'Bearer  ', 'Bearer Bearer ', 'BEARER '), fc.constant(null))
      .map(([scheme]) => scheme + token),
  )
  await fc.assert(
    fc.asyncProperty(garbage, async given => {
      expect(await outcome(given)).toBe('refused')
    }),
    many,
  )
})
