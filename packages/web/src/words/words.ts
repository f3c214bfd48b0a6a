/**
 * The words of the page, in the language that it is in.
 *
 * A language has a catalogue in two parts: what the first screen needs, and
 * what the other screens bring along. English is what the others are
 * translated from, and its first part comes with the page.
 */
import { type AppError, errorTable } from '@latchkey/core/errors'
import { useSyncExternalStore } from 'react'
import { first as english } from './english/first.ts'
import type { later as englishLater } from './english/later.ts'
import { fillText } from './fill.ts'
import { directionOf, type Language, localeOf, type SpokenLanguage } from './languages.ts'

type FirstWords = typeof english
type LaterWords = typeof englishLater

/** A catalogue of another language: the same names, with other texts. */
export type Translated<Words> = Words extends string
  ? string
  : { readonly [Name in keyof Words]: Translated<Words[Name]> }

export type TranslatedFirst = Translated<FirstWords>
export type TranslatedLater = Translated<LaterWords>

/** What failures tell in another language, by what they tell in English. */
export type Sentences = Readonly<Record<string, string>>

type Catalogue = {
  first: () => Promise<{ first: TranslatedFirst; sentences?: Sentences }>
  later: () => Promise<{ later: TranslatedLater }>
}

const catalogues: Readonly<Record<SpokenLanguage, Catalogue> & Partial<Record<Language, Catalogue>>> = {
  en: { first: async () => ({ first: english }), later: () => import('./english/later.ts') },
  de: { first: () => import('./german/first.ts'), later: () => import('./german/later.ts') },
  ...(import.meta.env.DEV && { 'en-XA': pseudo(), 'ar-XB': pseudo() }),
}

function pseudo(): Catalogue {
  const catalogue = () => import('./pseudo.ts')
  return { first: catalogue, later: catalogue }
}

function catalogueOf(language: Language): Catalogue {
  const catalogue = catalogues[language]
  if (!catalogue) throw new Error(`There is no catalogue for ${language}.`)
  return catalogue
}

type Page = {
  language: Language
  first: TranslatedFirst
  sentences?: Sentences
  /** Absent until a screen wants it. */
  later?: TranslatedLater
}

let page: Page = { language: 'en', first: english }
const readers = new Set<() => void>()

function turnTo(next: Page) {
  page = next
  document.documentElement.lang = next.language
  document.documentElement.dir = directionOf(next.language)
  for (const read of readers) read()
}

/** Rejects when the language cannot be fetched; the page stays as it was. */
export async function speak(language: Language): Promise<void> {
  const { first, later } = catalogueOf(language)
  const [firstPart, laterPart] = await Promise.all([first(), page.later && later()])
  turnTo({ language, ...firstPart, ...laterPart })
}

/** Has the words of every screen at hand. Rejects when they cannot be fetched. */
export async function fetchLaterWords(): Promise<void> {
  while (!page.later) {
    const { language } = page
    const { later } = await catalogueOf(language).later()
    // Another language may have been chosen meanwhile.
    if (page.language === language) turnTo({ ...page, later })
  }
}

function usePage(): Page {
  return useSyncExternalStore(
    read => {
      readers.add(read)
      return () => readers.delete(read)
    },
    () => page,
  )
}

/** The types are those of English, for `fill` to know the places in a sentence. */
export const useWords = () => usePage().first as FirstWords

/** For what comes after the first screen: `deferred` sees to it that the words are there. */
export function useLaterWords(): LaterWords {
  const { later } = usePage()
  if (!later) throw new Error('A screen has come before its words.')
  return later as LaterWords
}

export const useLanguage = (): Language => usePage().language

/** For dates, numbers and lists. */
export const useLocale = (): string => localeOf(usePage().language)

/** What failures tell, in the language of the page. */
export const useSentences = () => sentencesOf(usePage())

export function sentencesOf({ first, sentences, language }: Omit<Page, 'later'>) {
  /** Of a rule, say. One that has no translation stays as it is. */
  const sentence = (english: string): string => sentences?.[english] ?? english

  /** Of an error, the time to wait included where it is known. */
  function sentenceOf({ code, message, retryAfterSeconds }: AppError): string {
    if (code === 'too_many_attempts' && retryAfterSeconds) {
      const inMinutes = new Intl.RelativeTimeFormat(localeOf(language))
      const when = inMinutes.format(Math.ceil(retryAfterSeconds / 60), 'minute')
      return fillText(first.tooManyAttempts as FirstWords['tooManyAttempts'], { when })
    }
    return sentences ? (sentences[message] ?? sentence(errorTable[code].message)) : message
  }

  return { sentence, sentenceOf }
}

/** One of the forms that a text has for numbers: 1 passkey, 2 passkeys. */
export function formFor<const Form extends string>(
  locale: string,
  forms: Readonly<Record<'one' | 'other', Form>>,
  count: number,
): Form {
  return new Intl.PluralRules(locale).select(count) === 'one' ? forms.one : forms.other
}
