/** Anybody can send somebody a link to us: of what stands behind its `#`, only a username is shown. */
import { Username } from '@latchkey/core/rules/username'
import fc from 'fast-check'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { usernameInFragment } from './username-in-fragment.ts'

const username = fc.stringMatching(/^[A-Za-z0-9._-]{3,64}$/)

const piece = fc.constantFrom(
  ...[
    '#',
    'username',
    '=',
    '&',
    '%',
    '%3C',
    '+',
    '%00',
    '%E0%A4',
    'ada',
    '<b>',
    '"',
    ' ',
    '\ud83d',
    '\u202e',
  ],
  ...['username=', '&username=', '#username=', 'Username=', 'username[]=', '%75sername=', '__proto__='],
)

test('a name in one of our links is read as it was written', () => {
  fc.assert(
    fc.property(username, fc.dictionary(fc.string(), fc.string()), (name, others) => {
      const fragment = new URLSearchParams({ ...others, username: name })
      expect(usernameInFragment(`#${fragment}`)).toBe(name)
    }),
  )
})

test('any other fragment has a username in it, letter by letter, or none', () => {
  let read = 0
  const fragment = fc.array(fc.oneof(piece, username, fc.string({ unit: 'binary', maxLength: 4 })), {
    maxLength: 8,
  })
  fc.assert(
    fc.property(
      fragment.map(pieces => pieces.join('')),
      given => {
        const name = usernameInFragment(given)
        if (name === undefined) return
        read += 1
        expect(v.is(Username, name)).toBe(true)
        expect(decodeURIComponent(encodeURIComponent(name))).toBe(name)
        const spelled = given.replace(/%[0-9a-f]{2}/gi, code =>
          String.fromCharCode(Number.parseInt(code.slice(1), 16)),
        )
        expect(spelled).toContain(`username=${name}`)
      },
    ),
    { numRuns: 3000 },
  )
  expect(read).toBeGreaterThan(10)
})
