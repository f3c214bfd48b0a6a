/** A way back that somebody else has written leads nowhere but to our own origin, whatever it looks like. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { paths } from './paths.ts'
import { returnPath } from './return-path.ts'

const many = { numRuns: 10_000 }

const origins = ['https://latchkey.example', 'http://localhost:5173', 'https://latchkey.example:8443']

/** What readers of an address disagree about, and the ways to write it. */
const piece = fc.oneof(
  fc.constantFrom(
    ...['/', '//', '\\', '.', '..', ';', '@', ':', '?', '#', '&', '=', '%', ' ', '\t', '\n', '\r', '\0'],
    ...['%2f', '%2F', '%5c', '%2e', '%2E', '%09', '%0a', '%00', '%25', '%252f', '%40', '%3a', '%c0%af'],
    ...['\u007f', '\u0085', '\u00a0', '\u00ad', '\u200b', '\u2028', '\u202e', '\u3002', '\uff0f', '\uff0e'],
    ...['\uff3c', '\u2044', '\u2215', '\u29f8', '\ufeff', '\ud83d', '\u0130', '\u017f'],
    ...[
      'http:',
      'https:',
      'HTTPS:',
      'javascript:',
      'data:',
      'blob:',
      'file:',
      'about:',
      'ws:',
      'view-source:',
    ],
    ...[
      'other.example',
      'latchkey.example',
      'localhost',
      '5173',
      '8443',
      '[::1]',
      '0x7f.1',
      'user',
      'secret',
    ],
  ),
  fc.constantFrom(...origins),
  fc.string({ unit: 'binary', maxLength: 3 }),
)

const candidate = fc.oneof(
  { weight: 6, arbitrary: fc.array(piece, { maxLength: 8 }).map(pieces => pieces.join('')) },
  { weight: 1, arbitrary: fc.webUrl({ withFragments: true, withQueryParameters: true }) },
  { weight: 1, arbitrary: fc.webPath().map(path => `/${path}`) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
)

test('what is let through keeps our origin, wherever it is resolved, and begins with one slash', () => {
  let followed = 0
  fc.assert(
    fc.property(candidate, fc.constantFrom(...origins), (given, origin) => {
      const path = returnPath(given, origin)
      if (path === null) return
      followed += 1
      expect(path).toMatch(/^\/(?!\/)/)
      expect(path).not.toMatch(/[\\\p{Cc}]/u)
      for (const page of ['/', '/sign-in', '/sign-in/challenge?returnTo=/', '/a/b/c/d#e']) {
        const { href } = new URL(path, origin + page)
        expect(href).toBe(origin + path)
      }
    }),
    many,
  )
  expect(followed).toBeGreaterThan(many.numRuns / 10)
})

test('what is let through is let through again as it is, after it has travelled in an address', () => {
  fc.assert(
    fc.property(candidate, fc.constantFrom(...origins), (given, origin) => {
      const path = returnPath(given, origin)
      if (path === null) return
      const address = new URL(paths.signIn({ returnTo: path }), origin)
      expect(returnPath(address.searchParams.get('returnTo'), origin)).toBe(path)
    }),
    many,
  )
})

test('no other origin is led to, in whatever scheme, by whatever name, behind whatever', () => {
  const elsewhere = fc
    .webUrl({ withFragments: true, withQueryParameters: true, validSchemes: ['http', 'https', 'ftp', 'wss'] })
    .filter(url => !origins.includes(new URL(url).origin))
  const prefix = fc.constantFrom('', ' ', '/.', '/x/..', '/%2e', '\\')
  fc.assert(
    fc.property(elsewhere, prefix, fc.constantFrom(...origins), (url, before, origin) => {
      const withoutScheme = url.slice(url.indexOf(':') + 1)
      expect(returnPath(before + withoutScheme, origin)).toBeNull()
      // The other prefixes make a path of it, on our origin.
      if (before.trim() === '') expect(returnPath(before + url, origin)).toBeNull()
    }),
  )
})

test('a path of ours is followed as it is', () => {
  const segment = fc.stringMatching(/^[a-z0-9_-]{1,8}$/)
  const query = fc.oneof(
    fc.constant(''),
    segment.map(name => `?${name}=//other.example`),
  )
  const hash = fc.oneof(
    fc.constant(''),
    segment.map(name => `#${name}`),
  )
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 4 }), query, hash, (segments, search, fragment) => {
      const path = `/${segments.join('/')}${search}${fragment}`
      for (const origin of origins) expect(returnPath(path, origin)).toBe(path)
    }),
  )
})
