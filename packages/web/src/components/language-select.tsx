import type { ChangeEvent } from 'react'
import { useAnnounce } from '../hooks/use-announce.ts'
import { type Language, languages, noteLanguage } from '../words/languages.ts'
import { unreachable } from '../words/sentences/requests.ts'
import { speak, useLanguage, useLaterWords, useSentences } from '../words/words.ts'
import './language-select.css'

/** The language of the site, by hand. What is on the screen stays, and what was typed. */
export function LanguageSelect() {
  const { language: label } = useLaterWords()
  const { sentence } = useSentences()
  const announce = useAnnounce()

  async function choose(event: ChangeEvent<HTMLSelectElement>) {
    const language = event.currentTarget.value as Language
    announce('')
    try {
      await speak(language)
      noteLanguage(language)
    } catch {
      announce(sentence(unreachable))
    }
  }

  return (
    <select className="language-select" aria-label={label} value={useLanguage()} onChange={choose}>
      {Object.entries(languages).map(([language, name]) => (
        <option key={language} value={language} lang={language}>
          {name}
        </option>
      ))}
    </select>
  )
}
