/** What the rules let through, whatever is typed, pasted or sent. */
import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { ChallengeSession } from './challenge-session.ts'
import { Code } from './code.ts'
import { CurrentPassword } from './current-password.ts'
import { Email } from './email.ts'
import { Identifier } from './identifier.ts'
import { NewPassword, passwordRules } from './new-password.ts'
import { CredentialId, PasskeyName } from './passkey.ts'
import { Username } from './username.ts'

const rules = {
  Username,
  Email,
  Identifier,
  Code,
  CurrentPassword,
  NewPassword,
  ChallengeSession,
  CredentialId,
  PasskeyName,
}

/** Of letters that pass for others, that vanish, that turn the line around, or that are half of one. */
const trap = fc.constantFrom(
  ...['\u212a', '\u017f', '\u0131', '\u00df', '\u0430', '\uff21', '\uff10', '\u0661', '\u0301', '\u00e9'],
  ...['\0', '\t', '\n', '\r', '\u007f', '\u0085', '\u00a0', '\u2000', '\u2028', '\u200b', '\u00ad', '\ufeff'],
  ...['\u202e', '\u2066', '\ud83d', '\ude00', '\ufffd', '\uffff', '📱', '🗝️', '👩‍👩‍👧', '電'],
  ...['@', '.', '..', '/', '\\', '%', '<', '>', '"', "'", '&', '{####}', '#', '?', ';', ',', '=', ':', ' '],
  ...['a', 'Z', '0', '9', '_', '-', '+', 'ada', 'example', '.test', '@example.test', '123456'],
)

const text = fc.oneof(
  fc.array(trap, { maxLength: 24 }).map(parts => parts.join('')),
  fc.array(fc.oneof(trap, fc.string({ unit: 'binary' })), { maxLength: 12 }).map(parts => parts.join('')),
  fc.stringMatching(/^[A-Za-z0-9._-]{1,70}$/),
  fc.emailAddress(),
  fc.emailAddress().chain(address => trap.map(letter => address.replace(/.(?=[.@])/, letter))),
  fc.stringMatching(/^[0-9]{5,7}$/),
  fc.stringMatching(/^[A-Za-z0-9_-]{1,60}$/),
  fc
    .tuple(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }), fc.nat(400))
    .map(([part, times]) => part.repeat(times)),
)

const many = { numRuns: 3000 }

const accepts = (schema: v.GenericSchema, value: unknown) => v.safeParse(schema, value).success

/** For every text: what is accepted is given back as it came, and is exactly what `isGood` says. */
const exactly = (schema: v.GenericSchema<string, string>, isGood: (text: string) => boolean) =>
  fc.assert(
    fc.property(text, given => {
      const { success, output } = v.safeParse(schema, given)
      expect([given, success]).toEqual([given, isGood(given)])
      if (success) expect(output).toBe(given)
    }),
    many,
  )

const letters = (given: string) => [...given]
const isOf = (alphabet: string) => (given: string) =>
  letters(given).every(letter => alphabet.includes(letter))
const small = 'abcdefghijklmnopqrstuvwxyz'
const digits = '0123456789'
const alphanumerics = small + small.toUpperCase() + digits

test('a username is 3 to 64 letters, digits, dots, dashes and underscores of ASCII, and nothing else', () => {
  const isNamed = isOf(`${alphanumerics}._-`)
  exactly(Username, given => given.length >= 3 && given.length <= 64 && isNamed(given))
})

test('a username is one whatever its case, and the address of nobody', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9._-]{3,64}$/), name => {
      expect(v.parse(Username, name)).toBe(name)
      expect(name.toUpperCase().toLowerCase()).toBe(name.toLowerCase())
      expect(encodeURIComponent(name)).toBe(name)
      expect(accepts(Email, name)).toBe(false)
    }),
    many,
  )
})

test('an email address is of ASCII, with one @ between two parts that no reader of it could take apart otherwise', () => {
  const isWritten = isOf(`${alphanumerics}._+-@`)
  fc.assert(
    fc.property(text, given => {
      const { success, output } = v.safeParse(Email, given)
      if (!success) return
      expect(output).toBe(given)
      expect(given.length).toBeLessThanOrEqual(128)
      expect(isWritten(given)).toBe(true)
      const [local = '', domain = '', ...more] = given.split('@')
      expect(more).toEqual([])
      expect(local).toMatch(/^[^.]+(\.[^.]+)*$/)
      expect(domain).toMatch(/^[A-Za-z0-9]+([.-][A-Za-z0-9]+)*\.[A-Za-z]{2,}$/)
      expect(new URL(`https://${domain}/`).hostname).toBe(domain.toLowerCase())
    }),
    many,
  )
})

test('ordinary addresses are taken', () => {
  const part = fc.stringMatching(/^[a-z0-9]{1,12}$/)
  const domain = fc.tuple(part, fc.constantFrom('com', 'org', 'example.test', 'co.uk'))
  fc.assert(
    fc.property(
      part,
      part,
      fc.constantFrom('.', '+', '-', '_'),
      domain,
      (first, last, between, [host, top]) => {
        const address = `${first}${between}${last}@${host}.${top}`
        expect(v.parse(Email, address)).toBe(address)
      },
    ),
  )
})

test('what signs in has 1 to 128 characters, and no white space, control or half a character among them', () => {
  const isVisible = (given: string) =>
    letters(given).every(letter => /^[\p{L}\p{M}\p{S}\p{N}\p{P}]$/u.test(letter))
  exactly(Identifier, given => given.length >= 1 && given.length <= 128 && isVisible(given))
})

test('whoever can sign up can sign in, by either name and with that password', () => {
  fc.assert(
    fc.property(text, given => {
      if (accepts(Username, given) || accepts(Email, given)) expect(accepts(Identifier, given)).toBe(true)
      if (accepts(NewPassword, given)) expect(accepts(CurrentPassword, given)).toBe(true)
    }),
    many,
  )
})

test('a code is six digits of ASCII', () => {
  exactly(Code, given => given.length === 6 && isOf(digits)(given))
})

test('a password to compare with has 1 to 256 characters of any kind', () => {
  exactly(CurrentPassword, given => given.length >= 1 && given.length <= 256)
})

test('a new password has 12 code points or more, 256 units or fewer, and no white space', () => {
  exactly(
    NewPassword,
    given =>
      letters(given).length >= 12 && given.length <= 256 && !letters(given).some(letter => /\s/.test(letter)),
  )
})

test('a form ticks off every rule for exactly the passwords that are taken', () => {
  fc.assert(
    fc.property(text, given => {
      const isTicked = passwordRules.every(rule => rule.isMet(given))
      expect(accepts(NewPassword, given)).toBe(isTicked && given.length <= 256)
    }),
    many,
  )
})

test('the session of a challenge is 1 to 4096 characters', () => {
  exactly(ChallengeSession, given => given.length >= 1 && given.length <= 4096)
})

test('the id of a passkey is base64url, and the same in a path', () => {
  const isBase64url = isOf(`${alphanumerics}_-`)
  exactly(CredentialId, given => given.length >= 1 && given.length <= 1400 && isBase64url(given))
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{1,200}$/), id => {
      expect(new URL(`https://latchkey.example/api/account/passkeys/${id}`).pathname.split('/').at(-1)).toBe(
        id,
      )
    }),
  )
})

test('the name of a passkey shows as it is, and takes no more room in a token than there is', () => {
  fc.assert(
    fc.property(text, given => {
      const { success, output } = v.safeParse(PasskeyName, given)
      if (!success) return
      expect(output).toBe(given)
      expect(given.isWellFormed()).toBe(true)
      expect(given.length).toBeLessThanOrEqual(40)
      expect(given).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/u)
      const inToken = JSON.stringify(JSON.stringify({ key: given }))
      const around = JSON.stringify(JSON.stringify({ key: '' }))
      expect(new TextEncoder().encode(inToken).length - around.length).toBeLessThanOrEqual(77)
    }),
    many,
  )
})

describe.each(Object.entries(rules))('%s', (_, schema) => {
  test('refuses whatever is no text', () => {
    fc.assert(
      fc.property(fc.anything(), given => {
        if (typeof given !== 'string') expect(accepts(schema, given)).toBe(false)
      }),
    )
  })

  test('says one of a few sentences, and none of what was typed', () => {
    const told = new Set<string>()
    fc.assert(
      fc.property(fc.oneof(text, fc.anything()), given => {
        for (const { message } of v.safeParse(schema, given).issues ?? []) told.add(message)
      }),
      many,
    )
    expect(told.size).toBeGreaterThan(0)
    expect(told.size).toBeLessThan(schema.pipe.length + 1)
    for (const sentence of told) expect(sentence).toMatch(/^[A-Z][\x20-\x7e]+\.$/)
  })
})
