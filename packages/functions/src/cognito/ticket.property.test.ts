/** Tickets come back from browsers, and from whoever would like to have made one. */
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'

vi.hoisted(() => {
  process.env.SST_RESOURCE_Auth = JSON.stringify({ clientId: 'client', clientSecret: 'secret of the client' })
  process.env.SST_RESOURCE_App = JSON.stringify({ name: 'latchkey', stage: 'test' })
})

import * as v from 'valibot'
import { issueTicket, readTicket } from './ticket.ts'

const many = { numRuns: 3000 }

const Content = v.object({ username: v.string(), session: v.string() })
const kind = fc.constantFrom('challenge', 'sign-up', 'passkey-user' as const)
const content = fc.record({ username: fc.string({ unit: 'grapheme' }), session: fc.string() })

const letter = fc.oneof(
  fc.constantFrom(...'ABCabc019-_.=+/ \n\0'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
)

test('a ticket gives back what it was made of, and to its own kind alone', () => {
  fc.assert(
    fc.property(kind, kind, content, (of, asked, given) => {
      const ticket = issueTicket(of, given)
      expect(readTicket(asked, ticket, Content)).toEqual(of === asked ? given : undefined)
    }),
  )
})

test('a ticket with one letter changed, put in or left out is none', () => {
  fc.assert(
    fc.property(
      kind,
      content,
      fc.nat(),
      fc.integer({ min: 0, max: 1 }),
      fc.option(letter),
      (of, given, place, cut, other) => {
        const ticket = issueTicket(of, given)
        const at = place % (ticket.length + 1)
        const altered = ticket.slice(0, at) + (other ?? '') + ticket.slice(at + cut)
        fc.pre(altered !== ticket)
        expect(readTicket(of, altered, Content)).toBeUndefined()
      },
    ),
    many,
  )
})

test('the parts of two tickets make no third', () => {
  fc.assert(
    fc.property(kind, content, content, (of, given, other) => {
      fc.pre(JSON.stringify(given) !== JSON.stringify(other))
      const [payload] = issueTicket(of, given).split('.')
      const [, seal] = issueTicket(of, other).split('.')
      expect(readTicket(of, `${payload}.${seal}`, Content)).toBeUndefined()
    }),
  )
})

test('what nobody has sealed is never read, whatever it is', () => {
  const payload = fc.oneof(
    content.map(given => Buffer.from(JSON.stringify(given)).toString('base64url')),
    fc.string({ unit: 'binary' }),
    fc.base64String(),
  )
  const garbage = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(payload, { maxLength: 4 }).map(parts => parts.join('.')),
    fc.tuple(payload, fc.stringMatching(/^[A-Za-z0-9_-]{43}$/)).map(parts => parts.join('.')),
  )
  fc.assert(
    fc.property(kind, garbage, (of, given) => {
      expect(readTicket(of, given, Content)).toBeUndefined()
    }),
    many,
  )
})
