/** Whatever answers in the place of our API, people are shown our own words, and wait no longer than a while. */
import { AppError, ErrorBody, type ErrorCode, errorTable } from '@latchkey/core/errors'
import fc from 'fast-check'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { refusalFrom } from './refusals.ts'

const many = { numRuns: 2000 }

const codes = Object.keys(errorTable) as ErrorCode[]
const status = fc.integer({ min: 300, max: 599 })
const headerText = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map(code => String.fromCharCode(code)),
})
const retryAfter = fc.oneof(
  fc.bigInt({ min: 0n, max: 10n ** 30n }).map(String),
  fc.nat().map(String),
  fc.constantFrom('-1', '1.5', '1e9', '0x10', ' 7 ', 'NaN', 'Infinity', 'Wed, 21 Oct 2026 07:28:00 GMT', '٣'),
  headerText,
)

const headers = (wait: string | undefined) => ({
  get: (name: string) => (name === 'Retry-After' ? (wait ?? null) : null),
})

const body = fc.record(
  {
    code: fc.oneof(
      fc.constantFrom(...codes),
      fc.constantFrom('constructor', '__proto__', 'toString', 'teapot'),
    ),
    message: fc.oneof(fc.string(), fc.constant('<img src=x onerror=alert(1)>')),
    requestId: fc.string(),
    fields: fc.oneof(fc.dictionary(fc.string(), fc.string()), fc.jsonValue()),
    status: fc.nat(),
    stack: fc.string(),
  },
  { requiredKeys: [] },
)

const text = fc.oneof(
  body.map(value => JSON.stringify(value)),
  body.map(value => JSON.stringify(value).slice(1)),
  fc.json(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', 'null', '<html><h1>502 Bad Gateway</h1></html>', '{"message":"Forbidden"}', '[]', '"'),
)

const refusal = (given: string, ofStatus: number, wait?: string) =>
  refusalFrom({ status: ofStatus, headers: headers(wait) as Headers }, given)

test('an answer that is not in our form is known by its status alone, and none of its words are shown', () => {
  const sentences = new Map<number, string>()
  fc.assert(
    fc.property(status, text, (ofStatus, given) => {
      const error = refusal(given, ofStatus)
      expect(error).toBeInstanceOf(AppError)
      expect(codes).toContain(error.code)
      const known = v.safeParse(ErrorBody, jsonOf(given))
      if (known.success) {
        const { code, message, fields } = known.output
        expect([error.code, error.message, error.fields]).toEqual([code, message, fields])
      } else {
        const said = `${error.code}: ${error.message}`
        expect(said).toBe(sentences.get(ofStatus) ?? said)
        sentences.set(ofStatus, said)
        expect(error.fields).toBeUndefined()
      }
    }),
    many,
  )
  expect(new Set(sentences.values()).size).toBeLessThanOrEqual(codes.length)
})

test('a field of whatever name is a field, and reaches no prototype', () => {
  const name = fc.oneof(
    fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'email'),
    fc.string(),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.string())), pairs => {
      const fields = Object.fromEntries(pairs)
      const given = JSON.stringify({
        code: 'invalid_request',
        message: 'Look again.',
        requestId: 'r-1',
        fields,
      })
      const error = refusal(given, 400)
      expect(Object.getPrototypeOf(error.fields)).toBe(Object.prototype)
      expect(Object.keys(Object.prototype)).toEqual([])
      for (const [field, message] of Object.entries(error.fields ?? {})) expect(fields[field]).toBe(message)
    }),
  )
})

test('a wait is a whole number of seconds, of a day or so at most, or there is none', () => {
  let waits = 0
  fc.assert(
    fc.property(status, text, retryAfter, (ofStatus, given, wait) => {
      const { retryAfterSeconds } = refusal(given, ofStatus, wait)
      if (retryAfterSeconds === undefined) return
      waits += 1
      expect(Number.isInteger(retryAfterSeconds)).toBe(true)
      expect(retryAfterSeconds).toBe(Number(wait))
      expect(retryAfterSeconds).toBeLessThan(100_000)
    }),
    many,
  )
  expect(waits).toBeGreaterThan(100)
})

test('every error of the table comes out of its own body as it went in', () => {
  const error = fc.record({ code: fc.constantFrom(...codes), message: fc.string(), requestId: fc.string() })
  fc.assert(
    fc.property(error, fc.nat(86_400), (given, seconds) => {
      expect(refusal(JSON.stringify(given), errorTable[given.code].status, String(seconds))).toMatchObject({
        code: given.code,
        message: given.message,
        retryAfterSeconds: seconds,
      })
    }),
  )
})

function jsonOf(given: string): unknown {
  try {
    return JSON.parse(given)
  } catch {
    return undefined
  }
}
