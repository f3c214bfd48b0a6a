import { signUp as row } from '@latchkey/core/routes/registration'
import { passwordRules } from '@latchkey/core/rules/new-password'
import { useMutation } from '@tanstack/react-query'
import type { SubmitEvent } from 'react'
import { Field } from '../../components/field.tsx'
import { FormMessage } from '../../components/form-message.tsx'
import { formValues } from '../../components/form-values.ts'
import { NewPasswordField } from '../../components/new-password-field.tsx'
import { SubmitButton } from '../../components/submit-button.tsx'
import { useIssues } from '../../hooks/use-issues.ts'
import { useLaterWords, useWords } from '../../words/words.ts'
import { signUpMutation } from './sign-up.ts'

type SignedUp = {
  username: string
  /** Absent where the code could not be sent. */
  destination?: string | undefined
}

export function SignUpForm({ onSignedUp }: { onSignedUp: (signedUp: SignedUp) => void }) {
  const signUp = useMutation(signUpMutation())
  const { password } = useWords()
  const { username, codeGoesThere, signUp: words } = useLaterWords()
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
      <FormMessage message={message} />
      <Field
        name="username"
        label={username}
        autoComplete="username"
        hint={words.usernameHint}
        error={issues.username}
      />
      <Field
        name="email"
        type="email"
        label={words.email}
        autoComplete="email"
        hint={codeGoesThere}
        error={issues.email}
      />
      <NewPasswordField name="password" label={password} rules={passwordRules} error={issues.password} />
      <SubmitButton isWaiting={signUp.isPending}>{words.action}</SubmitButton>
    </form>
  )
}
