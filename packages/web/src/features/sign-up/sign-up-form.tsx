import { signUp as row } from '@latchkey/core/routes/registration'
import { passwordRules } from '@latchkey/core/rules/new-password'
import { useMutation } from '@tanstack/react-query'
import type { SubmitEvent } from 'react'
import { Field } from '../../components/field.tsx'
import { FormError } from '../../components/form-error.tsx'
import { formValues } from '../../components/form-values.ts'
import { NewPasswordField } from '../../components/new-password-field.tsx'
import { SubmitButton } from '../../components/submit-button.tsx'
import { useIssues } from '../../hooks/use-issues.ts'
import { signUpMutation } from './sign-up.ts'

type SignedUp = {
  username: string
  /** Absent where the code could not be sent. */
  destination?: string | undefined
}

export function SignUpForm({ onSignedUp }: { onSignedUp: (signedUp: SignedUp) => void }) {
  const signUp = useMutation(signUpMutation())
  const { issues, message, check, refuse, formProps } = useIssues({
    username_taken: 'username',
    password_rejected: 'password',
  })

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    if (signUp.isPending) return

    const values = formValues(event.currentTarget, { trim: ['username', 'email'] })
    const input = check(row.body, values)
    if (!input) return

    signUp.mutate(input, {
      onSuccess: ({ delivery }, { username }) => onSignedUp({ username, destination: delivery?.destination }),
      onError: refuse,
    })
  }

  return (
    <form className="form" {...formProps} onSubmit={submit}>
      <FormError message={message} />
      <Field
        name="username"
        label="Username"
        autoComplete="username"
        hint="Your public name. It cannot be changed later."
        error={issues.username}
      />
      <Field
        name="email"
        type="email"
        label="Email"
        autoComplete="email"
        hint="We send a code there, to see that it is yours."
        error={issues.email}
      />
      <NewPasswordField name="password" label="Password" rules={passwordRules} error={issues.password} />
      <SubmitButton isWaiting={signUp.isPending}>Create account</SubmitButton>
    </form>
  )
}
