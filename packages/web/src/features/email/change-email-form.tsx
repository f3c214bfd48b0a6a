import { changeEmail as row } from '@latchkey/core/routes/account'
import type { SubmitEvent } from 'react'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { FormMessage } from '../../components/form-message.tsx'
import { formValues } from '../../components/form-values.ts'
import { Actions, Panel } from '../../components/panel.tsx'
import { SubmitButton } from '../../components/submit-button.tsx'
import { useGuardedMutation } from '../../hooks/use-guarded-mutation.ts'
import { useIssues } from '../../hooks/use-issues.ts'
import { useLaterWords, useWords } from '../../words/words.ts'
import { changeEmailMutation } from './email.ts'

type ChangeEmailFormProps = { onSent: (email: string) => void; onCancel: () => void }

export function ChangeEmailForm({ onSent, onCancel }: ChangeEmailFormProps) {
  const changeEmail = useGuardedMutation(changeEmailMutation())
  const { cancel } = useWords()
  const {
    email: { address: words },
    codeGoesThere,
  } = useLaterWords()
  const { issues, message, check, refuse, formProps } = useIssues()

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    if (changeEmail.isPending) return

    const input = check(row.body, formValues(event.currentTarget, { trim: ['email'] }))
    if (!input) return

    changeEmail.mutate(input, { onSuccess: (_reply, { email }) => onSent(email), onError: refuse })
  }

  return (
    <Panel label={words.label}>
      <form className="form" {...formProps} onSubmit={submit}>
        <FormMessage message={message} />
        <Field
          name="email"
          type="email"
          label={words.field}
          autoComplete="email"
          hint={codeGoesThere}
          error={issues.email}
        />
        <Actions>
          <SubmitButton isWaiting={changeEmail.isPending}>{words.action}</SubmitButton>
          <Button onClick={onCancel}>{cancel}</Button>
        </Actions>
      </form>
    </Panel>
  )
}
