/**
 * English as another language would be: every letter with an accent, two
 * fifths longer, and in brackets, so that a text that is cut off shows.
 */
import { first as firstEnglish } from './english/first.ts'
import { later as laterEnglish } from './english/later.ts'
import type { Sentences, TranslatedFirst, TranslatedLater } from './words.ts'

const plain = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const accented = 'ÀƁÇĎÉƑĜĤÎĴĶĻḾŃÔƤɊŔŠŢÛṼŴẊÝŽàƀçďéƒĝĥîĵķļɱńôƥɋŕšţûṽŵẋýž'
const accents = new Map([...plain].map((letter, index) => [letter, [...accented][index] ?? letter]))

const pseudoOf = (text: string): string => {
  const changed = text.replace(/\{\w+\}|[A-Za-z]/g, part => accents.get(part) ?? part)
  return `[${changed}${'~'.repeat(Math.ceil(text.length * 0.4))}]`
}

const translate = (words: unknown): unknown =>
  typeof words === 'string'
    ? pseudoOf(words)
    : Object.fromEntries(Object.entries(words as object).map(([name, value]) => [name, translate(value)]))

export const first = translate(firstEnglish) as TranslatedFirst
export const later = translate(laterEnglish) as TranslatedLater

/** Of all sentences, for none is known in advance. */
export const sentences: Sentences = new Proxy({}, { get: (_, english) => pseudoOf(String(english)) })
