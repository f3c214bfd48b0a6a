import { NewPassword, passwordRules } from '@latchkey/core/rules/new-password'
import { useMutation } from '@tanstack/react-query'
import type { SubmitEvent } from 'react'
import * as v from 'valibot'
import { FormMessage } from '../../components/form-message.tsx'
import { formValues } from '../../components/form-values.ts'
import { KnownUsername } from '../../components/known-username.tsx'
import { NewPasswordField } from '../../components/new-password-field.tsx'
import { SubmitButton } from '../../components/submit-button.tsx'
import { useIssues } from '../../hooks/use-issues.ts'
import { useLaterWords } from '../../words/words.ts'
import { challengeMutation } from './challenge.ts'

type NewPasswordStepProps = {
  challenge: { name: 'NEW_PASSWORD_REQUIRED'; session: string }
  identifier: string
}

const Answer = v.object({ password: NewPassword })

/** A password of one's own, in place of one that somebody else has set. */
export function NewPasswordStep({ challenge: { name, session }, identifier }: NewPasswordStepProps) {
  const answer = useMutation(challengeMutation())
  const { newPassword, challenge: words } = useLaterWords()
  const { issues, message, check, refuse, formProps } = useIssues({ password_rejected: 'password' })

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    if (answer.isPending) return

    const input = check(Answer, formValues(event.currentTarget, { trim: [] }))
    if (input) answer.mutate({ name, session, password: input.password }, { onError: refuse })
  }

  return (
    <form className="form" {...formProps} onSubmit={submit}>
      <FormMessage message={message} />
      <KnownUsername username={identifier} />
      <NewPasswordField name="password" label={newPassword} rules={passwordRules} error={issues.password} />
      <SubmitButton isWaiting={answer.isPending}>{words[name].action}</SubmitButton>
    </form>
  )
}
