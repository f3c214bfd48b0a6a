import { createHash } from 'node:crypto'
import { NewPassword } from '@latchkey/core/rules/new-password'
import { dictionary } from '@zxcvbn-ts/language-common'
import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { commonPasswords } from './common-passwords.ts'
import { refuseGuessable } from './refuse-guessable.ts'

const listed = commonPasswords.trim().split(/\s+/)
const madeOfThem = listed
  .filter(({ length }) => length >= 6 && length < 12)
  .flatMap(common => [common + common, `${common}${common}!`, `${common}123456`, `${common}-1985-`])

const names = ['ada-lovelace', 'countess@analytical.example']
const tooEasy = 'Choose another password: this one is too easy to guess.'
const ofNames =
  'Choose another password: this one is little more than your username, your email address or our name.'

const isLongEnough = (password: string) => v.is(NewPassword, password)

/** What is said against a password. */
function refusal(password: string): string | undefined {
  try {
    refuseGuessable('password', password, names)
    return undefined
  } catch (error) {
    expect(error).toMatchObject({ code: 'password_rejected', status: 400 })
    return (error as Error).message
  }
}

/** Of the passwords those about which the rule is not of this opinion. */
const except = (opinion: string | undefined, passwords: readonly string[]) =>
  passwords.filter(password => refusal(password) !== opinion)

describe('common passwords', () => {
  test('more than 3,000 that are long enough for our own rule are refused', () => {
    const ones = new Set([...listed, ...madeOfThem].filter(isLongEnough))
    expect(ones.size).toBeGreaterThan(3000)
    expect(except(tooEasy, [...ones])).toEqual([])
  })

  test.each([
    ['one that is long enough', 'motherfucker'],
    ['one with digits behind it', 'Basketball12'],
    ['one with a year and a sign', 'Password2024!'],
    ['one with a date', 'michael19851012'],
    ['one between signs', '!!iloveyou!!'],
    ['one of them twice', 'letmein-letmein'],
    ['two together', 'dragonmonkey'],
    ['two with a sign between', 'Secret_Password'],
    ['signs in place of letters', 'P@ssw0rd1234'],
    ['a one in place of a letter', '1l0vey0u1l0vey0u'],
    ['full width', 'ｐａｓｓｗｏｒｄ１２３４'],
    ['one character', 'aaaaaaaaaaaa'],
    ['few characters, many times', 'aaaabbbbcccc'],
    ['the digits', '123456789012'],
    ['the digits, back', '987654321098'],
    ['the alphabet', 'abcdefghijkl'],
    ['a row of keys', 'qwertyuiop12'],
    ['the rows of keys', 'qwertyasdfghzxcvbn'],
    ['columns of keys', '1qaz2wsx3edc'],
    ['a piece that repeats itself', 'k7x-k7x-k7x-'],
    ['a piece that breaks off', 'k7x-pk7x-pk7x'],
    ['one character whose plain form is long', '\ufdfa'.repeat(12)],
    ['the same with a letter at its end', `${'\ufdfa'.repeat(12)}b`],
  ])('are refused: %s', (_, password) => {
    expect(isLongEnough(password)).toBe(true)
    expect(refusal(password)).toBe(tooEasy)
  })

  test('are refused in whatever case and form they are typed', () => {
    const ones = fc.constantFrom(...madeOfThem)
    fc.assert(
      fc.property(ones, fc.infiniteStream(fc.integer({ min: 0, max: 2 })), (password, choices) => {
        const typed = [...password].map(character => {
          const choice = choices.next().value
          if (choice === 0) return character
          const upper = character.toUpperCase()
          // The same character in its full width, where there is one.
          return choice === 1 ? upper : String.fromCodePoint((upper.codePointAt(0) ?? 0) + 0xfee0)
        })
        expect(refusal(typed.join(''))).toBe(tooEasy)
      }),
    )
  })
})

describe('what everybody can know', () => {
  test.each([
    ['the username', 'Ada-Lovelace'],
    ['the username with a year', 'ada-lovelace1985'],
    ['a part of it, twice', 'LovelaceLovelace-Ada!'],
    ['a part of it and a common password', 'lovelace-password'],
    ['the name of the address', 'countess-1985-'],
    ['the host of the address', 'analytical.example'],
    ['the address', 'countess@analytical.example'],
    ['signs in place of letters', 'L0vel@ce1815'],
    ['the app', 'Latchkey2026!'],
  ])('is refused: %s', (_, password) => {
    expect(isLongEnough(password)).toBe(true)
    expect(refusal(password)).toBe(ofNames)
  })

  test('may stand in a password that is worth something without it', () => {
    const good = ['lovelace-and-the-engine', 'latchkey-heron-violet', 'xk7q2-ada-lovelace']
    expect(except(undefined, good)).toEqual([])
  })

  test('does no harm to somebody else', () => {
    expect(() => refuseGuessable('password', 'ada-lovelace-wrote', names)).not.toThrow()
    expect(() => refuseGuessable('password', 'countess-1985-', ['bob', 'bob@b.test'])).not.toThrow()
  })

  test('may be an empty address, or a short one', () => {
    expect(() => refuseGuessable('password', 'correct-horse-battery', ['', 'a', 'a@b'])).not.toThrow()
  })

  test('is refused whatever the name, with a year or up to four characters more', () => {
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9._-]{11,63}$/)
    const more = fc.oneof(fc.stringMatching(/^[!-~]{0,4}$/), fc.integer({ min: 1900, max: 2099 }).map(String))
    fc.assert(
      fc.property(name, more, fc.boolean(), (username, rest, isBehind) => {
        const password = isBehind ? username + rest : rest + username
        for (const known of [username, `${username}@example.test`, `ada@${username}`]) {
          expect(() => refuseGuessable('password', password, [known])).toThrow(
            expect.objectContaining({ code: 'password_rejected' }),
          )
        }
      }),
    )
  })
})

describe('good passwords pass', () => {
  test.each([
    'correct-horse-battery',
    'another-horse-battery',
    'yet-another-battery',
    'a-new-passphrase-of-mine',
    'a-temporary-passphrase',
    'onlylettersx',
    'Correct-horse-7',
    'ÄÖÜ-straße-ßẞ',
    'пароль-лошадь-скрепка',
    '正しい馬の電池のホチキスと猫',
    '🐎🔋📎🦊🌋🧭🪁🎷🥝🧊🚲🎈',
  ])('%s', password => {
    expect(isLongEnough(password)).toBe(true)
    expect(refusal(password)).toBeUndefined()
  })

  /** The same in every run. */
  const digest = (round: number, seed: string) => createHash('sha256').update(`${seed} ${round}`).digest()
  const rounds = Array.from({ length: 10_000 }, (_, round) => round)

  test('10,000 that a password manager would make', () => {
    const made = rounds.map(round => digest(round, 'characters').toString('base64url').slice(0, 12))
    expect(except(undefined, made)).toEqual([])
  })

  test('10,000 of twelve random small letters', () => {
    const made = rounds.map(round =>
      [...digest(round, 'letters').subarray(0, 12)]
        .map(byte => String.fromCharCode(97 + (byte % 26)))
        .join(''),
    )
    expect(except(undefined, made)).toEqual([])
  })

  test.each(['-', ''])('10,000 passphrases of four random words, with "%s" between them', between => {
    const words = dictionary['diceware-common']
    const made = rounds
      .map(round => {
        const bytes = digest(round, 'words')
        return [0, 2, 4, 6].map(at => words[bytes.readUInt16BE(at) % words.length]).join(between)
      })
      .filter(isLongEnough)
    expect(made.length).toBeGreaterThan(9900)
    expect(except(undefined, made)).toEqual([])
  })
})

test('is told at the field that it was typed into', () => {
  for (const field of ['password', 'newPassword'] as const) {
    expect(() => refuseGuessable(field, 'password1234', [])).toThrow(
      expect.objectContaining({ message: tooEasy, fields: { [field]: tooEasy } }),
    )
  }
})

test('any text gets an answer, and soon', () => {
  const text = fc.string({ unit: 'binary', maxLength: 64 })
  fc.assert(fc.property(text, password => void refusal(password)))

  const startedAt = performance.now()
  for (const text of [listed.join('').slice(0, 256), '12345678qwertyuiop'.repeat(15).slice(0, 256)])
    refusal(text)
  expect(performance.now() - startedAt).toBeLessThan(1000)
})
