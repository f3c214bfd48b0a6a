import { type ComponentProps, useState } from 'react'
import { useWords } from '../words/words.ts'
import { Field } from './field.tsx'

type PasswordFieldProps = Omit<ComponentProps<typeof Field>, 'type' | 'trailing'> & {
  autoComplete: 'current-password' | 'new-password'
}

export function PasswordField(props: PasswordFieldProps) {
  const [isShown, setIsShown] = useState(false)
  const words = useWords()

  return (
    <Field
      {...props}
      type={isShown ? 'text' : 'password'}
      trailing={
        <button
          className="field-toggle"
          type="button"
          aria-label={isShown ? words.hidePassword : words.showPassword}
          onClick={() => setIsShown(shown => !shown)}
        >
          {isShown ? words.hide : words.show}
        </button>
      }
    />
  )
}
