import { resetPassword as row } from '@latchkey/core/routes/recovery'
import { codeLength } from '@latchkey/core/rules/limits'
import { passwordRules } from '@latchkey/core/rules/new-password'
import { useMutation } from '@tanstack/react-query'
import type { SubmitEvent } from 'react'
import { CodeField } from '../../components/code-field.tsx'
import { Field } from '../../components/field.tsx'
import { FormMessage } from '../../components/form-message.tsx'
import { formValues } from '../../components/form-values.ts'
import { KnownUsername } from '../../components/known-username.tsx'
import { NewPasswordField } from '../../components/new-password-field.tsx'
import { SubmitButton } from '../../components/submit-button.tsx'
import { useIssues } from '../../hooks/use-issues.ts'
import { fillText } from '../../words/fill.ts'
import { useLaterWords, useWords } from '../../words/words.ts'
import { resetPasswordMutation } from './reset-password.ts'

type ResetPasswordFormProps = {
  /** Other controls belong to the form by this id. */
  id: string
  /** Asked for when it is not known. */
  identifier: string | undefined
  onReset: (identifier: string) => void
}

export function ResetPasswordForm({ id, identifier, onReset }: ResetPasswordFormProps) {
  const resetPassword = useMutation(resetPasswordMutation())
  const { usernameOrEmail } = useWords()
  const { digitCode, newPassword, resetPassword: words } = useLaterWords()
  const { issues, message, check, refuse, formProps } = useIssues({
    code_mismatch: 'code',
    password_rejected: 'password',
  })

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    if (resetPassword.isPending) return

    const input = check(row.body, formValues(event.currentTarget, { trim: ['username'] }))
    if (!input) return

    resetPassword.mutate(input, {
      onSuccess: (_reply, { username }) => onReset(username),
      onError: refuse,
    })
  }

  return (
    <form className="form" id={id} {...formProps} onSubmit={submit}>
      <FormMessage message={message} />
      {identifier === undefined ? (
        <Field name="username" label={usernameOrEmail} autoComplete="username" error={issues.username} />
      ) : (
        <KnownUsername username={identifier} />
      )}
      <CodeField
        name="code"
        label={fillText(digitCode, { count: codeLength })}
        length={codeLength}
        error={issues.code}
        onComplete={({ form }) => form?.querySelector<HTMLElement>('[name="password"]')?.focus()}
      />
      <NewPasswordField name="password" label={newPassword} rules={passwordRules} error={issues.password} />
      <SubmitButton isWaiting={resetPassword.isPending}>{words.action}</SubmitButton>
    </form>
  )
}
