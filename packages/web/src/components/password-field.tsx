import { type ComponentProps, useState } from 'react'
import { Field } from './field.tsx'

type PasswordFieldProps = Omit<ComponentProps<typeof Field>, 'type' | 'trailing'> & {
  autoComplete: 'current-password' | 'new-password'
}

export function PasswordField(props: PasswordFieldProps) {
  const [isShown, setIsShown] = useState(false)

  return (
    <Field
      {...props}
      type={isShown ? 'text' : 'password'}
      trailing={
        <button className="field-toggle" type="button" onClick={() => setIsShown(shown => !shown)}>
          {isShown ? 'Hide' : 'Show'}
          <span className="visually-hidden"> password</span>
        </button>
      }
    />
  )
}
