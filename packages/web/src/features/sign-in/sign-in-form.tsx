import type { AppError } from '@latchkey/core/errors'
import { signIn as row } from '@latchkey/core/routes/sign-in'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode, SubmitEvent } from 'react'
import { Field } from '../../components/field.tsx'
import { FormError } from '../../components/form-error.tsx'
import { formValues } from '../../components/form-values.ts'
import { PasswordField } from '../../components/password-field.tsx'
import { SubmitButton } from '../../components/submit-button.tsx'
import { useIssues } from '../../hooks/use-issues.ts'
import { signInMutation } from './sign-in.ts'

type SignInFormProps = {
  /** Other controls belong to the form by this id. */
  id: string
  identifier?: string | undefined
  /** Something that follows from signing in is still under way. */
  isWaiting: boolean
  /** The account exists and wants a code first: not a failure in the visitor's eyes. */
  onNotConfirmed: (identifier: string) => void
  /** The password is right, and the account asks for more. */
  onChallenge: (identifier: string) => void
  /** Other ways in. What refuses them is shown as if the form had been sent. */
  children: (refuse: (error: AppError) => void) => ReactNode
}

export function SignInForm({
  id,
  identifier,
  isWaiting,
  onNotConfirmed,
  onChallenge,
  children,
}: SignInFormProps) {
  const queryClient = useQueryClient()
  const signIn = useMutation(signInMutation())
  const { issues, message, check, refuse, formProps } = useIssues()

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    // By whichever way: the other ones have keys that begin like ours.
    if (isWaiting || queryClient.isMutating({ mutationKey: signInMutation().mutationKey })) return

    const values = formValues(event.currentTarget, { trim: ['username'] })
    const input = check(row.body, values)
    if (!input) return

    signIn.mutate(input, {
      onSuccess: (reply, { username }) => 'challenge' in reply && onChallenge(username),
      onError: (error, { username }) =>
        error.code === 'account_not_confirmed' ? onNotConfirmed(username) : refuse(error),
    })
  }

  return (
    <form className="form" id={id} {...formProps} onSubmit={submit}>
      <FormError message={message} />
      <Field
        name="username"
        label="Username or email"
        autoComplete="username webauthn"
        defaultValue={identifier}
        error={issues.username}
      />
      <PasswordField
        name="password"
        label="Password"
        autoComplete="current-password"
        error={issues.password}
      />
      <SubmitButton isWaiting={signIn.isPending || isWaiting}>Sign in</SubmitButton>
      {children(refuse)}
    </form>
  )
}
