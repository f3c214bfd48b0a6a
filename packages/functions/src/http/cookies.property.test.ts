/** Cookies come from a browser that other sites write to as well, and from whoever is no browser. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CookieName, clearCookie, readCookies, setCookie } from './cookies.ts'

const many = { numRuns: 3000 }

const names = {
  refreshToken: '__Host-refresh',
  accessToken: '__Host-access',
  signUp: '__Host-sign-up',
  passkeyUser: '__Host-passkey-user',
} as const

const key = fc.constantFrom(...(Object.keys(names) as CookieName[]))

/** Of what tokens and tickets are made of. */
const value = fc.stringMatching(/^[A-Za-z0-9._~+/=-]{1,80}$/)

/** As the gateway hands header bytes on: one letter a byte, or what they stand for in UTF-8. */
const letter = fc.oneof(
  fc.constantFrom(...' \t;=,"\\__Host-refresh\u00a0\u0085\u00c2\u2000\u2003\u2028\u3000\ufeff'),
  fc.integer({ min: 0x20, max: 0xff }).map(code => String.fromCharCode(code)),
)
const noise = fc.array(letter, { maxLength: 12 }).map(letters => letters.join(''))

const pair = fc.oneof(
  fc.tuple(key, value).map(([name, text]) => `${names[name]}=${text}`),
  fc
    .tuple(noise, key, noise, noise)
    .map(([before, name, after, text]) => `${before}${names[name]}${after}=${text}`),
  fc.tuple(key, noise).map(([name, text]) => `${names[name].toLowerCase()}=${text}`),
  fc
    .tuple(fc.constantFrom('__proto__', 'constructor', 'refreshToken', 'accessToken'), value)
    .map(parts => parts.join('=')),
  noise,
)

const line = fc
  .tuple(fc.array(pair, { maxLength: 5 }), fc.constantFrom('; ', ';', ' ;\t', ';;'))
  .map(([pairs, between]) => pairs.join(between))

const headers = fc.array(fc.tuple(fc.constantFrom('Cookie', 'cookie', 'COOKIE'), line), { maxLength: 3 })

const eventOf = (lines: [string, string][]) => ({
  multiValueHeaders: Object.fromEntries(
    Object.entries(Object.groupBy(lines, ([name]) => name)).map(([name, group = []]) => [
      name,
      group.map(([, text]) => text),
    ]),
  ),
})

/** The pairs that were sent, in spaces and tabs that belong to neither. Source: RFC 6265, section 5.4. */
const pairsOf = (event: ReturnType<typeof eventOf>) =>
  Object.values(event.multiValueHeaders)
    .flatMap(lines => lines.flatMap(text => text.split(';')))
    .map(text => text.replace(/^[ \t]+|[ \t]+$/g, ''))

test('what is set is read again, wherever it stands among the cookies of others', () => {
  fc.assert(
    fc.property(
      key,
      value,
      fc.nat(1_000_000),
      fc.array(noise, { maxLength: 3 }),
      (name, text, maxAge, others) => {
        const [cookie = '', ...attributes] = setCookie(name, text, maxAge).split('; ')
        expect(attributes).toEqual([`Max-Age=${maxAge}`, 'Path=/', 'Secure', 'HttpOnly', 'SameSite=Strict'])
        const strangers = others.map((other, index) => `other-${index}=${other.replaceAll(';', '')}`)
        for (const line of [
          [cookie, ...strangers],
          [...strangers, cookie],
        ]) {
          expect(readCookies({ multiValueHeaders: { Cookie: [line.join('; ')] } })).toEqual({ [name]: text })
        }
      },
    ),
    many,
  )
})

test('whatever is sent, a value is one that was sent under exactly that name, and the first of them', () => {
  let read = 0
  fc.assert(
    fc.property(headers, lines => {
      const event = eventOf(lines)
      const cookies = readCookies(event)
      for (const [name, text] of Object.entries(cookies)) {
        read += 1
        const sent = pairsOf(event).filter(sentPair => sentPair.startsWith(`${names[name as CookieName]}=`))
        const values = sent.map(sentPair => sentPair.slice(sentPair.indexOf('=') + 1)).filter(Boolean)
        expect(text).toBe(values[0])
      }
      expect(Object.getPrototypeOf(cookies)).toBe(Object.prototype)
    }),
    many,
  )
  expect(read).toBeGreaterThan(many.numRuns / 5)
})

test('none that was sent under one of our names is lost', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(key, value), { selector: ([name]) => name }), sent => {
      const text = sent.map(([name, given]) => `${names[name]}=${given}`).join('; ')
      expect(readCookies({ multiValueHeaders: { Cookie: [text] } })).toEqual(Object.fromEntries(sent))
    }),
  )
})

describe('a cookie', () => {
  const size = 4096

  test('is as long as browsers keep it, and no longer', () => {
    fc.assert(
      fc.property(key, fc.integer({ min: size - 60, max: size + 60 }), (name, length) => {
        const isShort = `${names[name]}=`.length + length <= size
        const set = () => setCookie(name, 'x'.repeat(length), 60)
        if (isShort) expect(set().split('; ')[0]).toHaveLength(`${names[name]}=`.length + length)
        else expect(set).toThrow(`The cookie ${names[name]} is too long for browsers.`)
      }),
    )
  })

  test('is taken away under the name and with the attributes that it was set with', () => {
    fc.assert(
      fc.property(key, value, fc.nat(), (name, text, maxAge) => {
        const attributesOf = (set: string) =>
          set
            .split('; ')
            .slice(1)
            .filter(part => !part.startsWith('Max-Age'))
        const nameOf = (set: string) => set.split('=')[0]
        const [set, cleared] = [setCookie(name, text, maxAge), clearCookie(name)]
        expect([nameOf(cleared), attributesOf(cleared)]).toEqual([nameOf(set), attributesOf(set)])
      }),
    )
  })
})
