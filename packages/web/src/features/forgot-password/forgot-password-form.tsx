import { forgotPassword as row } from '@latchkey/core/routes/recovery'
import { useMutation } from '@tanstack/react-query'
import type { SubmitEvent } from 'react'
import { Field } from '../../components/field.tsx'
import { FormMessage } from '../../components/form-message.tsx'
import { formValues } from '../../components/form-values.ts'
import { SubmitButton } from '../../components/submit-button.tsx'
import { useIssues } from '../../hooks/use-issues.ts'
import { useLaterWords, useWords } from '../../words/words.ts'
import { forgotPasswordMutation } from './forgot-password.ts'

type ForgotPasswordFormProps = {
  identifier?: string | undefined
  onSent: (identifier: string) => void
}

export function ForgotPasswordForm({ identifier, onSent }: ForgotPasswordFormProps) {
  const forgotPassword = useMutation(forgotPasswordMutation())
  const { usernameOrEmail } = useWords()
  const { forgotPassword: words } = useLaterWords()
  const { issues, message, check, refuse, formProps } = useIssues()

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    if (forgotPassword.isPending) return

    const input = check(row.body, formValues(event.currentTarget, { trim: ['username'] }))
    if (!input) return

    forgotPassword.mutate(input, {
      onSuccess: (_reply, { username }) => onSent(username),
      onError: refuse,
    })
  }

  return (
    <form className="form" {...formProps} onSubmit={submit}>
      <FormMessage message={message} />
      <Field
        name="username"
        label={usernameOrEmail}
        autoComplete="username"
        defaultValue={identifier}
        error={issues.username}
      />
      <SubmitButton isWaiting={forgotPassword.isPending}>{words.action}</SubmitButton>
    </form>
  )
}
