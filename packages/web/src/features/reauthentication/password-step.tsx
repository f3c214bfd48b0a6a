import type { AppError } from '@latchkey/core/errors'
import type { SignedIn } from '@latchkey/core/routes/sign-in'
import { CurrentPassword } from '@latchkey/core/rules/current-password'
import { useMutation } from '@tanstack/react-query'
import type { SubmitEvent } from 'react'
import * as v from 'valibot'
import { supportsPasskeys } from '../../api/passkey-note.ts'
import { Button } from '../../components/button.tsx'
import { FormMessage } from '../../components/form-message.tsx'
import { formValues } from '../../components/form-values.ts'
import { KnownUsername } from '../../components/known-username.tsx'
import { Actions } from '../../components/panel.tsx'
import { PasswordField } from '../../components/password-field.tsx'
import { SubmitButton } from '../../components/submit-button.tsx'
import { useFirstField } from '../../hooks/use-first-field.ts'
import { useIssues } from '../../hooks/use-issues.ts'
import { passwordNotYours } from '../../words/sentences/forms.ts'
import { useLaterWords, useSentences, useWords } from '../../words/words.ts'
import { passkeyMutation, passwordMutation } from './reauthentication.ts'

type PasswordStepProps = {
  username: string
  hasPasskey: boolean
  /** What sent the visitor back to here, in English. */
  problem: string | undefined
  onStep: (signedIn: SignedIn) => void
  onCancel: () => void
}

const Input = v.object({ password: CurrentPassword })

export function PasswordStep({ username, hasPasskey, problem, onStep, onCancel }: PasswordStepProps) {
  const place = useFirstField<HTMLDivElement>()
  const byPassword = useMutation(passwordMutation(username))
  const byPasskey = useMutation(passkeyMutation(username))
  const { password, cancel } = useWords()
  const words = useLaterWords()
  const { sentence } = useSentences()
  const { issues, message, check, report, refuse, formProps } = useIssues()

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    if (byPassword.isPending) return

    const input = check(Input, formValues(event.currentTarget, { trim: [] }))
    if (input) byPassword.mutate(input, { onSuccess: onStep, onError: refusePassword })
  }

  /** Of the two things that may be wrong, one is known here to be right. */
  const refusePassword = (error: AppError) =>
    error.code === 'invalid_credentials' ? report({ password: passwordNotYours }) : refuse(error)

  function takePasskey() {
    report({})
    byPasskey.mutate(undefined, {
      onSuccess: reply => {
        if (reply !== 'cancelled') onStep(reply)
      },
      onError: refuse,
    })
  }

  return (
    <div ref={place}>
      <form className="form" {...formProps} onSubmit={submit}>
        <FormMessage message={message ?? (problem && sentence(problem))} />
        <KnownUsername username={username} />
        <PasswordField
          name="password"
          label={password}
          autoComplete="current-password"
          error={issues.password}
        />
        <Actions>
          <SubmitButton isWaiting={byPassword.isPending}>{words.continue}</SubmitButton>
          {hasPasskey && supportsPasskeys() && (
            <Button isWaiting={byPasskey.isPending} onClick={takePasskey}>
              {words.reauthentication.usePasskey}
            </Button>
          )}
          <Button onClick={onCancel}>{cancel}</Button>
        </Actions>
      </form>
    </div>
  )
}
