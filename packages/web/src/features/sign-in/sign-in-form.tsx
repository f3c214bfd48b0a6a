import { contract } from '@latchkey/core/contract'
import { fieldMessages } from '@latchkey/core/field-messages'
import { useMutation } from '@tanstack/react-query'
import type { SubmitEvent } from 'react'
import * as v from 'valibot'
import { Field } from '../../components/field.tsx'
import { FormError } from '../../components/form-error.tsx'
import { formValues } from '../../components/form-values.ts'
import { PasswordField } from '../../components/password-field.tsx'
import { SubmitButton } from '../../components/submit-button.tsx'
import { useIssues } from '../../hooks/use-issues.ts'
import { signInMutation } from './sign-in.ts'

type SignInFormProps = {
  identifier?: string | undefined
  /** Something that follows from signing in is still under way. */
  isWaiting: boolean
  /** The account exists and wants a code first: not a failure in the visitor's eyes. */
  onNotConfirmed: (identifier: string) => void
}

export function SignInForm({ identifier, isWaiting, onNotConfirmed }: SignInFormProps) {
  const signIn = useMutation(signInMutation())
  const { issues, message, report, refuse, formProps } = useIssues()
  const isBusy = signIn.isPending || isWaiting

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    if (isBusy) return

    const values = formValues(event.currentTarget, { trim: ['username'] })
    const input = v.safeParse(contract.signIn.body, values)
    report(input.success ? {} : fieldMessages(input.issues))
    if (!input.success) return

    signIn.mutate(input.output, {
      onError: (error, { username }) =>
        error.code === 'account_not_confirmed' ? onNotConfirmed(username) : refuse(error),
    })
  }

  return (
    <form className="form" {...formProps} onSubmit={submit}>
      <FormError message={message} />
      <Field
        name="username"
        label="Username or email"
        autoComplete="username"
        defaultValue={identifier}
        error={issues.username}
      />
      <PasswordField
        name="password"
        label="Password"
        autoComplete="current-password"
        error={issues.password}
      />
      <SubmitButton isWaiting={isBusy}>Sign in</SubmitButton>
    </form>
  )
}
