import type { AppError } from '@latchkey/core/errors'
import { signIn as row } from '@latchkey/core/routes/sign-in'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode, SubmitEvent } from 'react'
import { Field } from '../../components/field.tsx'
import { FormMessage } from '../../components/form-message.tsx'
import { formValues } from '../../components/form-values.ts'
import { PasswordField } from '../../components/password-field.tsx'
import { SubmitButton } from '../../components/submit-button.tsx'
import { useIssues } from '../../hooks/use-issues.ts'
import { useWords } from '../../words/words.ts'
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
  /** For who does not know the password. */
  wayOut: ReactNode
  /** Other ways in. What refuses them is shown as if the form had been sent. */
  children: (refuse: (error: AppError) => void) => ReactNode
}

export function SignInForm({
  id,
  identifier,
  isWaiting,
  onNotConfirmed,
  onChallenge,
  wayOut,
  children,
}: SignInFormProps) {
  const queryClient = useQueryClient()
  const signIn = useMutation(signInMutation())
  const words = useWords()
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
      <FormMessage message={message} />
      <Field
        name="username"
        label={words.usernameOrEmail}
        autoComplete="username webauthn"
        defaultValue={identifier}
        error={issues.username}
      />
      <PasswordField
        name="password"
        label={words.password}
        autoComplete="current-password"
        aside={wayOut}
        error={issues.password}
      />
      <SubmitButton isWaiting={signIn.isPending || isWaiting}>{words.signIn}</SubmitButton>
      {children(refuse)}
    </form>
  )
}
