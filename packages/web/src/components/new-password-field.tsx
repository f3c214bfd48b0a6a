import { type ComponentProps, useState } from 'react'
import { useLaterWords, useSentences } from '../words/words.ts'
import { CheckIcon } from './icons.tsx'
import './new-password-field.css'
import { PasswordField } from './password-field.tsx'

type PasswordRule = { label: string; isMet: (password: string) => boolean }

type NewPasswordFieldProps = Omit<ComponentProps<typeof PasswordField>, 'autoComplete' | 'hint'> & {
  rules: readonly PasswordRule[]
}

/** A password to be chosen: its rules are read before typing, and tick off as they are met. */
export function NewPasswordField({ rules, ...field }: NewPasswordFieldProps) {
  const [password, setPassword] = useState('')
  const { sentence } = useSentences()
  const { ruleMet } = useLaterWords()

  return (
    <PasswordField
      {...field}
      autoComplete="new-password"
      onInput={event => setPassword(event.currentTarget.value)}
      hint={
        <ul className="rules">
          {rules.map(({ label, isMet }) => {
            const met = isMet(password)
            return (
              <li key={label} className="rule" data-met={met}>
                <span className="rule-tick" aria-hidden="true">
                  <CheckIcon />
                </span>
                {sentence(label)}
                {met && <span className="visually-hidden"> {ruleMet}</span>}
              </li>
            )
          })}
        </ul>
      }
    />
  )
}
