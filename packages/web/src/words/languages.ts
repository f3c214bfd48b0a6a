/** The languages of the site, and which of them a visitor wants. */

const spoken = { en: 'English', de: 'Deutsch' } as const

/** For seeing what does not come from a catalogue, what has no room for a longer text, and what is not mirrored. */
const pseudo = { 'en-XA': '[Àççéñţš]', 'ar-XB': '[Mirrored]' } as const

export type SpokenLanguage = keyof typeof spoken
export type Language = SpokenLanguage | keyof typeof pseudo

/** By the name that those who speak them know. */
export const languages: Readonly<Partial<Record<Language, string>>> = import.meta.env.DEV
  ? { ...spoken, ...pseudo }
  : spoken

export const directionOf = (language: Language) => (language === 'ar-XB' ? 'rtl' : 'ltr')

const storageKey = 'latchkey.language'

const isOurs = (tag: string): tag is Language => Object.hasOwn(languages, tag)

/** What was chosen by hand; else the first of the browser's languages that is one of ours. */
export function wantedLanguage(): Language {
  return notedLanguage() ?? navigator.languages.map(tag => tag.slice(0, 2)).find(isOurs) ?? 'en'
}

function notedLanguage(): Language | undefined {
  try {
    return [localStorage.getItem(storageKey) ?? ''].find(isOurs)
  } catch {
    return undefined
  }
}

/** Call when it was chosen by hand. */
export function noteLanguage(language: Language) {
  try {
    localStorage.setItem(storageKey, language)
  } catch {
    // Then the browser's languages decide again next time.
  }
}

/** For dates and numbers: the language as the visitor's own browser has it, with a country, say. */
export const localeOf = (language: Language): string =>
  navigator.languages.find(tag => tag.startsWith(language)) ?? language
