import { expect, test } from 'vitest'
import { printable } from './printable.ts'

test.each([
  ['a line of its own', 'GET /\r\nPOST /sign-in 200', 'GET /\\u{d}\\u{a}POST /sign-in 200'],
  ['colours', '\u001b[31mred\u009b0m', '\\u{1b}[31mred\\u{9b}0m'],
  ['what was written before', 'real\b\b\b\bfake\u007f', 'real\\u{8}\\u{8}\\u{8}\\u{8}fake\\u{7f}'],
  ['another order of letters', '\u202e\u2066', '\\u{202e}\\u{2066}'],
  ['a line end that not everybody knows', 'a\u2028b\u2029c\u0085d', 'a\\u{2028}b\\u{2029}c\\u{85}d'],
  ['half a character', '\ud800', '\\u{d800}'],
])('nobody makes a terminal show %s', (_, text, shown) => {
  expect(printable(text)).toBe(shown)
})

test('what people read stays as it is', () => {
  const text = '\tGET /köln/東京?x=1 ✉ 😀 "quotes" \\ 100 %'
  expect(printable(text)).toBe(text)
})
