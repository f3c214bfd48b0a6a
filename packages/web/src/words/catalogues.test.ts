/** What the compiler does not see: that a translation can take the place of the English. */
import { describe, expect, test } from 'vitest'
import { first as englishFirst } from './english/first.ts'
import { guests } from './english/guests.ts'
import { later as englishLater } from './english/later.ts'
import { members } from './english/members.ts'
import { first as germanFirst, sentences as germanSentences } from './german/first.ts'
import { later as germanLater } from './german/later.ts'
import type { SpokenLanguage } from './languages.ts'

type Texts = ReadonlyMap<string, string>

/** Every text of a catalogue, by its path in it. */
function textsOf(words: object, path = ''): Texts {
  return new Map(
    Object.entries(words).flatMap(([name, value]) =>
      typeof value === 'string' ? [[path + name, value] as const] : [...textsOf(value, `${path}${name}.`)],
    ),
  )
}

const placesIn = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort()
const numbersIn = (text: string) => text.match(/\d+/g) ?? []

/** The commonest words of English, none of which is a word of one of our other languages. */
const englishWords = /\b(?:the|you|your|we|is|are|and|or|of|to|with|for|not|it|that|this)\b/i

const english = textsOf({ ...englishFirst, ...englishLater })

const translations = {
  de: {
    texts: textsOf({ ...germanFirst, ...germanLater }),
    byEnglish: new Map(Object.entries(germanSentences)),
  },
} satisfies Record<Exclude<SpokenLanguage, 'en'>, { texts: Texts; byEnglish: Texts }>

const catalogues = { en: { texts: english }, ...translations }

describe.each(Object.entries(catalogues))('the catalogue of %s', (language, { texts }) => {
  test('has a text in every place, without space around it', () => {
    const amiss = [...texts].filter(([, text]) => text === '' || text !== text.trim())
    expect(amiss).toEqual([])
  })

  test('has both forms of what is counted, as its language has no more', () => {
    expect(new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted()).toEqual([
      'one',
      'other',
    ])
    const formsAt = (form: string) =>
      [...texts.keys()].filter(path => path.endsWith(`.${form}`)).map(path => path.slice(0, -form.length))
    expect(formsAt('one')).toContain('checkFields.')
    expect(formsAt('one')).toEqual(formsAt('other'))
  })
})

describe.each(Object.entries(translations))('the translation into %s', (_language, { texts, byEnglish }) => {
  test('has the places of the English, text by text', () => {
    const places = (of: Texts) => Object.fromEntries([...of].map(([path, text]) => [path, placesIn(text)]))
    expect(places(texts)).toEqual(places(english))
  })

  test('leaves no text in English', () => {
    expect([...texts].filter(([, text]) => englishWords.test(text))).toEqual([])
  })

  test('leaves no sentence of a failure in English', () => {
    const left = [...byEnglish].filter(
      ([original, text]) => text.trim() === '' || text === original || englishWords.test(text),
    )
    expect(left).toEqual([])
  })

  test('names the numbers that the sentences of failures name', () => {
    const others = [...byEnglish].filter(
      ([original, text]) => String(numbersIn(text)) !== String(numbersIn(original)),
    )
    expect(others).toEqual([])
  })
})

test('the words of guests and of members have names of their own', () => {
  expect(Object.keys(guests).filter(name => Object.hasOwn(members, name))).toEqual([])
})
