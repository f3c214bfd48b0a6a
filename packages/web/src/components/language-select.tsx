import { type ChangeEvent, useState } from 'react'
import { type Language, languages, noteLanguage } from '../words/languages.ts'
import { unreachable } from '../words/sentences/requests.ts'
import { speak, useLanguage, useLaterWords, useSentences } from '../words/words.ts'
import { FormMessage } from './form-message.tsx'
import './language-select.css'

/** The language of the site, by hand. What is on the screen stays, and what was typed. */
export function LanguageSelect() {
  const { language: label } = useLaterWords()
  const { sentence } = useSentences()
  const [isUnreachable, setIsUnreachable] = useState(false)

  async function choose(event: ChangeEvent<HTMLSelectElement>) {
    const language = event.currentTarget.value as Language
    setIsUnreachable(false)
    try {
      await speak(language)
      noteLanguage(language)
    } catch {
      setIsUnreachable(true)
    }
  }

  return (
    <>
      <select className="language-select" aria-label={label} value={useLanguage()} onChange={choose}>
        {Object.entries(languages).map(([language, name]) => (
          <option key={language} value={language} lang={language}>
            {name}
          </option>
        ))}
      </select>
      <FormMessage message={isUnreachable ? sentence(unreachable) : undefined} />
    </>
  )
}
