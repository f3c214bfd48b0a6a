/** JSON that we accept means the same to every reader; everything else is refused, and with a sentence. */
import { AppError } from '@latchkey/core/errors'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseJson } from './json.ts'

const many = { numRuns: 3000 }

/** What stands in the text, with whatever is wrong with it. */
type Written = null | boolean | number | string | Written[] | { entries: [string, Written][] }

const ordinary = fc.string({ unit: 'grapheme', maxLength: 6 }).filter(text => !text.includes('\0'))
const unusable = fc.constantFrom('\0', 'a\0', '\ud83d', '\ude00', '\ude00\ud83d')
const prototypeKey = fc.constantFrom('__proto__', 'constructor', 'prototype')

const text = fc.oneof({ weight: 30, arbitrary: ordinary }, { weight: 1, arbitrary: unusable })
const name = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom('a', 'b', 'c', 'username', 'toString', '') },
  { weight: 20, arbitrary: ordinary },
  { weight: 1, arbitrary: unusable },
  { weight: 1, arbitrary: prototypeKey },
)
const leaf = fc.oneof(
  text,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.constantFrom(null, true),
)

const { written } = fc.letrec<{ written: Written }>(tie => ({
  written: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.array(tie('written'), { maxLength: 4 }),
    fc.array(fc.tuple(name, tie('written')), { maxLength: 4 }).map(entries => ({ entries })),
  ),
}))

/** One of the ways to write it: white space where it may be, letters escaped that need not be. */
function jsonOf(value: Written, random: () => number): string {
  const pick = <T>(...choices: [T, ...T[]]) => choices[random() % choices.length] as T
  const blank = () => pick('', '', '', ' ', '\n', '\t \r\n')
  const escaped = (letter: string) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
  const quoted = (given: string) =>
    `"${given
      .split('')
      .map(letter => {
        const plain = JSON.stringify(letter).slice(1, -1)
        return random() % 7 === 0 ? escaped(letter) : plain
      })
      .join('')}"`
  const parts = (list: string[]) => list.map(part => blank() + part + blank()).join(',')

  if (typeof value === 'string') return quoted(value)
  if (Array.isArray(value)) return `[${parts(value.map(item => jsonOf(item, random)))}]`
  if (typeof value === 'object' && value !== null)
    return `{${parts(value.entries.map(([key, item]) => `${quoted(key)}${blank()}:${blank()}${jsonOf(item, random)}`))}}`
  return JSON.stringify(value)
}

function isClear(value: Written): boolean {
  if (typeof value === 'string') return isUsable(value)
  if (Array.isArray(value)) return value.every(isClear)
  if (typeof value !== 'object' || value === null) return true
  const keys = value.entries.map(([key]) => key)
  return (
    new Set(keys).size === keys.length &&
    keys.every(key => isUsable(key) && !['__proto__', 'constructor', 'prototype'].includes(key)) &&
    value.entries.every(([, item]) => isClear(item))
  )
}

const isUsable = (given: string) => !given.includes('\0') && given.isWellFormed()

/** What our parser makes of it, or the error that it refuses it with. */
function outcome(bytes: Uint8Array | string): { value: unknown } | { error: unknown } {
  try {
    return { value: parseJson(Buffer.from(bytes)) }
  } catch (error) {
    return { error }
  }
}

function expectRefusal(error: unknown) {
  expect(error).toBeInstanceOf(AppError)
  expect(error).toMatchObject({
    code: 'invalid_request',
    message: expect.stringMatching(/^(The body|There is)/),
  })
}

const randomOf = (seed: number) => {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return state >>> 8
  }
}

test('what is written without ambiguity is read as JSON.parse reads it, and nothing else is read', () => {
  const seen = { clear: 0, unclear: 0 }
  fc.assert(
    fc.property(written, fc.nat(), (value, seed) => {
      const json = jsonOf(value, randomOf(seed))
      // Half a character that is not escaped would be lost on the way into bytes.
      const sent = Buffer.from(json).toString()
      const result = outcome(json)
      if (isClear(value) && sent === json) {
        seen.clear += 1
        expect(result).toEqual({ value: JSON.parse(json) })
      } else if (sent === json) {
        seen.unclear += 1
        expect(result).toHaveProperty('error')
        expectRefusal((result as { error: unknown }).error)
      }
    }),
    many,
  )
  expect(seen.clear).toBeGreaterThan(many.numRuns / 5)
  expect(seen.unclear).toBeGreaterThan(many.numRuns / 20)
})

test('a key that stands there twice is refused, however deep, however far apart, however it is spelled', () => {
  const around = fc.array(fc.constantFrom('list', 'object'), { maxLength: 6 })
  const between = fc.uniqueArray(ordinary, { maxLength: 3 })
  fc.assert(
    fc.property(
      ordinary,
      between,
      leaf,
      leaf,
      around,
      fc.nat(),
      (key, others, first, second, wraps, seed) => {
        const entries: [string, Written][] = [
          [key, first],
          ...others.filter(other => other !== key).map((other): [string, Written] => [other, null]),
          [key, second],
        ]
        const value = wraps.reduce<Written>(
          (inner, wrap) => (wrap === 'list' ? [1, inner] : { entries: [['inner', inner]] }),
          { entries },
        )
        const result = outcome(jsonOf(value, randomOf(seed)))
        expectRefusal('error' in result ? result.error : undefined)
      },
    ),
    many,
  )
})

test('any other bytes are refused, or are what JSON.parse makes of them', () => {
  const spoiled = fc
    .tuple(
      written,
      fc.nat(),
      fc.nat(),
      fc.oneof(fc.constantFrom(...'{}[],:"\\u0tfn-.e '), fc.string({ maxLength: 2 })),
    )
    .map(([value, seed, at, part]) => {
      const json = jsonOf(value, randomOf(seed))
      const cut = at % (json.length + 1)
      return json.slice(0, cut) + part + json.slice(cut + (seed % 3))
    })
  const bytes = fc.oneof(
    spoiled.map(json => Buffer.from(json)),
    fc.uint8Array({ maxLength: 40 }),
    fc
      .tuple(fc.json(), fc.constantFrom([0xef, 0xbb, 0xbf], [0xff, 0xfe], [0xc0, 0x80], [0xed, 0xa0, 0xbd]))
      .map(([json, mark]) => Buffer.concat([Buffer.from(mark), Buffer.from(json)])),
  )
  fc.assert(
    fc.property(bytes, given => {
      const result = outcome(given)
      if ('error' in result) return expectRefusal(result.error)
      const plain = Buffer.from(given).toString('utf8')
      expect(Buffer.from(plain)).toEqual(Buffer.from(given))
      expect(result.value).toEqual(JSON.parse(plain))
    }),
    many,
  )
})
