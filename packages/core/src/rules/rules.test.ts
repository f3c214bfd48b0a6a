import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { Code } from './code.ts'
import { CurrentPassword } from './current-password.ts'
import { Email } from './email.ts'
import { Identifier } from './identifier.ts'
import { NewPassword, passwordRules } from './new-password.ts'
import { CredentialId, PasskeyName } from './passkey.ts'
import { Username } from './username.ts'

const accepts = (schema: v.GenericSchema, value: unknown) => v.safeParse(schema, value).success

/** The first message, as a form shows it. */
const messageFor = (schema: v.GenericSchema, value: unknown) =>
  v.safeParse(schema, value, { abortPipeEarly: true }).issues?.[0].message

describe('a username', () => {
  test.each(['ada', 'Ada.Lovelace', 'a_b-c', '007', 'x'.repeat(64)])('may be %s', name => {
    expect(accepts(Username, name)).toBe(true)
  })

  test.each([
    ['', 'Enter a username.'],
    ['ab', 'Use at least 3 characters.'],
    ['x'.repeat(65), 'Use at most 64 characters.'],
    ['ada@example.test', 'Use letters, digits, dots, dashes and underscores only.'],
    ['ada lovelace', 'Use letters, digits, dots, dashes and underscores only.'],
    ['ada\n', 'Use letters, digits, dots, dashes and underscores only.'],
    ['аda', 'Use letters, digits, dots, dashes and underscores only.'],
    [7, 'Enter a username.'],
  ])('is refused as %j with a message', (name, message) => {
    expect(messageFor(Username, name)).toBe(message)
  })
})

describe('an email address', () => {
  test.each(['ada@example.test', 'a+b@sub.example.org'])('may be %s', address => {
    expect(accepts(Email, address)).toBe(true)
  })

  test.each(['ada', 'ada@', '@example.test', 'ada@example', 'ada @example.test', ' ada@example.test'])(
    'is refused as %j',
    address => {
      expect(messageFor(Email, address)).toBe('Enter a complete email address, like name@example.com.')
    },
  )

  test('is refused where Cognito could not take it to sign in with', () => {
    const address = `${'a'.repeat(60)}@${'b'.repeat(60)}.example.test`
    expect(messageFor(Email, address)).toBe('Use an address of at most 128 characters.')
  })
})

describe('a new password', () => {
  test('needs length and nothing else', () => {
    expect(accepts(NewPassword, 'onlylettersx')).toBe(true)
    expect(messageFor(NewPassword, 'elevenchars')).toBe('Use at least 12 characters.')
  })

  test('is measured in characters as a person counts them', () => {
    expect(accepts(NewPassword, '🔑'.repeat(11))).toBe(false)
    expect(accepts(NewPassword, '🔑'.repeat(12))).toBe(true)
  })

  test('is taken as it was typed', () => {
    expect(v.parse(NewPassword, 'MixedCase-ÄÖÜ-ß')).toBe('MixedCase-ÄÖÜ-ß')
    expect(messageFor(NewPassword, ' leading-space')).toMatch(/Leave out spaces/)
  })

  test.each([
    [''],
    ['short'],
    ['eleven-char'],
    ['twelve-chars'],
    ['with a space in it'],
    [' leading-space'],
    ['tab\tin-the-middle'],
    ['🗝️🗝️🗝️🗝️🗝️🗝️'],
    ['ключ-от-двери'],
  ])('has every rule ticked for %j exactly when it would be taken', password => {
    expect(passwordRules.every(rule => rule.isMet(password))).toBe(accepts(NewPassword, password))
  })

  test('may be 256 characters long and no longer', () => {
    expect(accepts(NewPassword, 'x'.repeat(256))).toBe(true)
    expect(accepts(NewPassword, 'x'.repeat(257))).toBe(false)
  })
})

test('signing in asks nothing of a password but that it is there', () => {
  expect(accepts(CurrentPassword, 'short')).toBe(true)
  expect(v.parse(CurrentPassword, ' with spaces ')).toBe(' with spaces ')
  expect(accepts(CurrentPassword, '')).toBe(false)
})

test('signing in takes a username or an email address', () => {
  expect(accepts(Identifier, 'ada')).toBe(true)
  expect(accepts(Identifier, 'ada@example.test')).toBe(true)
  expect(accepts(Identifier, 'ada lovelace')).toBe(false)
})

test.each(['12345', '1234567', '12345a', '１２３４５６', ' 123456'])('the code %j is refused', code => {
  expect(messageFor(Code, code)).toBe('Enter the 6 digits of the code.')
})

test.each(['', 'a/b', '%2F', 'A'.repeat(1401), 7])('%j is not the id of a passkey', id => {
  expect(messageFor(CredentialId, id)).toBe('This is not the id of a passkey.')
})

describe('the name of a passkey', () => {
  test.each([
    'Laptop',
    "Ada's “blue” key",
    '電話',
    '📱',
    'x'.repeat(40),
    'é'.repeat(38),
    '電'.repeat(25),
    '"'.repeat(19),
  ])('may be %s', name => {
    expect(accepts(PasskeyName, name)).toBe(true)
  })

  test.each([
    ['', 'Enter a name.'],
    ['x'.repeat(41), 'Use at most 40 characters.'],
    ['two\nlines', 'Use letters, digits, punctuation and spaces only.'],
    ['half \ud83d', 'Use letters, digits, punctuation and spaces only.'],
    ['電'.repeat(26), 'That name takes up too much room. Use a shorter one.'],
    ['"'.repeat(20), 'That name takes up too much room. Use a shorter one.'],
  ])('is refused: %j', (name, message) => {
    expect(messageFor(PasskeyName, name)).toBe(message)
  })
})
