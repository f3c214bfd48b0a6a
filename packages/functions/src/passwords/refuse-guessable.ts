/**
 * Passwords that are long enough and would be guessed all the same (OWASP ASVS
 * 5.0, 6.2.4 and 6.2.11; NIST SP 800-63B-4, 3.1.1.2).
 *
 * Out of a password is taken what anybody would try: runs and years, the names
 * of the account, the name of the app, and up to two common passwords, each
 * wherever it stands. Five characters have to be left. Two words are what
 * people make of one that is too short; a passphrase of three keeps one of them.
 */
import { appName } from '@latchkey/core/app-name'
import { errorAtField } from '@latchkey/core/errors'
import { passwordLength } from '@latchkey/core/rules/limits'
import { passwordOfNames, passwordTooCommon } from '@latchkey/core/sentences/new-password'
import { commonPasswords } from './common-passwords.ts'
import { runsIn, type Span } from './runs.ts'

const enoughLeft = 5

/** Parts of a name that are shorter stand in many a password by chance. */
const shortestName = 3

/**
 * Refuses a new password that would be guessed, as `password_rejected`.
 *
 * `names` are what the account goes by, usernames and addresses alike. They
 * count by their parts too. Case does not matter, nor do compatibility forms
 * and the digits and signs that stand for letters (`P@ssw0rd`).
 */
export function refuseGuessable(
  field: 'password' | 'newPassword',
  password: string,
  names: readonly string[],
): void {
  const text = folded(password)
  const readings = readingsOf(text)
  const runs = runsIn(text)
  const common = commonIn(readings)
  const ofNames = [...names, appName]
    .flatMap(partsOf)
    .flatMap(part => readings.flatMap(reading => spansOf(part, reading)))

  if (repeatsItself(text) || left(text, runs, common) < enoughLeft) throw rejected(field, passwordTooCommon)
  if (left(text, [...runs, ...ofNames], common) < enoughLeft) throw rejected(field, passwordOfNames)
}

const rejected = (field: string, message: string) => errorAtField('password_rejected', field, message)

const folded = (text: string) => [...text].map(plainForm).join('').normalize('NFC').toLowerCase()

/** What stands for several stays what it is: U+FDFA is one character, though its plain form has eighteen. */
function plainForm(character: string): string {
  const form = character.normalize('NFKC')
  return [...form].length === 1 ? form : character
}

const letters: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
  '!': 'i',
}

/** The text as it stands, and with letters for what stands for letters; all of one length. */
function readingsOf(text: string): string[] {
  const read = [...text].map(character => letters[character] ?? character).join('')
  return [text, read.replaceAll('1', 'i'), read.replaceAll('1', 'l')]
}

/** All of it, the two sides of an address, and every word. */
function partsOf(name: string): string[] {
  const whole = folded(name)
  const parts = [whole, ...whole.split('@'), ...whole.split(/[^\p{L}\p{N}]+/u)]
  return [...new Set(parts)].filter(({ length }) => length >= shortestName)
}

function spansOf(part: string, text: string): Span[] {
  const spans: Span[] = []
  for (let start = text.indexOf(part); start !== -1; start = text.indexOf(part, start + 1)) {
    spans.push([start, start + part.length])
  }
  return spans
}

let list: { passwords: ReadonlySet<string>; lengths: readonly number[] } | undefined

/** Read when it is first asked for: most starts of a function never do. */
function theList() {
  if (list) return list
  const passwords = new Set(commonPasswords.trim().split(/\s+/))
  const lengths = [...new Set([...passwords].map(({ length }) => length))]
  list = { passwords, lengths }
  return list
}

/** For each common password that stands in the text, where it does. */
function commonIn(readings: readonly string[]): Span[][] {
  const { passwords, lengths } = theList()
  const found = new Map<string, Span[]>()
  for (const reading of readings) {
    for (let start = 0; start < reading.length; start++) {
      for (const length of lengths) {
        const part = reading.slice(start, start + length)
        if (part.length < length || !passwords.has(part)) continue
        const spans = found.get(part) ?? []
        spans.push([start, start + length])
        found.set(part, spans)
      }
    }
  }
  return [...found.values()]
}

/** A piece that is too short for a password, again and again. */
function repeatsItself(text: string): boolean {
  for (let size = 1; size < passwordLength.min && size * 2 <= text.length; size++) {
    if (text.startsWith(text.slice(size))) return true
  }
  return false
}

/** How many characters are left when everything in `taken` is out, and those two of `words` that take the most. */
function left(text: string, taken: readonly Span[], words: readonly Span[][]): number {
  const open = new Set(range([0, text.length]))
  for (const span of taken) for (const index of range(span)) open.delete(index)

  const gains = words
    .map(spans => new Set(spans.flatMap(range).filter(index => open.has(index))))
    .sort((a, b) => b.size - a.size)
  let most = gains[0]?.size ?? 0
  for (const [index, first] of gains.entries()) {
    for (const second of gains.slice(index + 1)) {
      if (first.size + second.size <= most) break
      most = Math.max(most, first.size + [...second].filter(index => !first.has(index)).length)
    }
  }
  return open.size - most
}

const range = ([start, end]: Span) => Array.from({ length: end - start }, (_, index) => start + index)
