import { expect, test } from 'vitest'
import { parseJson } from './json.ts'

const parsed = (text: string) => parseJson(Buffer.from(text))
const refusal = (message: string) =>
  expect.objectContaining({ name: 'AppError', code: 'invalid_request', message })

test.each([
  '{}',
  '[]',
  'null',
  '7',
  '{"a":{"b":1},"c":{"b":1}}',
  '[{"a":1},{"a":1}]',
  '{"a":"\\"a\\":1"}',
  '{"a\\"b":1, "a" : 2,\n"b":"c"}',
  '{"":1,"\u00e9\ud83d\ude00":"\\ud83d\\ude00"}',
])('%j is what JSON.parse makes of it', text => {
  expect(parsed(text)).toEqual(JSON.parse(text))
})

test.each(['{"a":1,"a":1}', '{"a":1,"\\u0061":2}', '{"b":[{"a":1,"a":2}]}', '{"__proto__":1,"__proto__":2}'])(
  '%j has a key twice',
  text => {
    expect(() => parsed(text)).toThrow(refusal('The body has a key that stands there twice.'))
  },
)

test.each(['__proto__', 'constructor', 'prototype', '\\u005f_proto__'])('the key %s is refused', key => {
  for (const text of [`{"${key}":{}}`, `{"a":[{"${key}":1}]}`]) {
    expect(() => parsed(text)).toThrow(refusal('The body has a key that cannot be used.'))
  }
})

test.each(['\\u0000', 'a\\u0000b', '\\ud83d', '\\ude00\\ud83d'])('%s is refused in values and keys', text => {
  for (const json of [`{"a":"${text}"}`, `{"a":["b",{"c":"${text}"}]}`, `{"${text}":1}`]) {
    expect(() => parsed(json)).toThrow(
      refusal('There is a character in it that cannot be used. Type it again.'),
    )
  }
})

test('bytes that are no UTF-8 are refused', () => {
  const bytes = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')])
  expect(() => parseJson(bytes)).toThrow(refusal('The body is not valid JSON.'))
})

test('a byte order mark is refused, which not every reader passes over', () => {
  expect(() => parsed('\ufeff{}')).toThrow(refusal('The body is not valid JSON.'))
})

test('what is nested as deep as a body allows is read, or refused, in no time', () => {
  const depth = 4000
  expect(parsed('['.repeat(depth) + ']'.repeat(depth))).toHaveLength(1)
  expect(() => parsed('['.repeat(depth))).toThrow(refusal('The body is not valid JSON.'))
})
