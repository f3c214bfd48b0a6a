import { confirm as row } from '@latchkey/core/routes/registration'
import { codeLength } from '@latchkey/core/rules/limits'
import { useMutation } from '@tanstack/react-query'
import type { SubmitEvent } from 'react'
import { CodeField } from '../../components/code-field.tsx'
import { Field } from '../../components/field.tsx'
import { FormMessage } from '../../components/form-message.tsx'
import { formValues } from '../../components/form-values.ts'
import { SubmitButton } from '../../components/submit-button.tsx'
import { useIssues } from '../../hooks/use-issues.ts'
import { fillText } from '../../words/fill.ts'
import { useLaterWords } from '../../words/words.ts'
import { confirmMutation } from './confirm.ts'

type ConfirmFormProps = {
  /** Other controls belong to the form by this id. */
  id: string
  /** Asked for when it is not known. */
  username: string | undefined
  /** In the browser that signed up there is nothing left to do. */
  onSignedIn: () => void
  /** Anywhere else the visitor still has to sign in. */
  onConfirmed: (username: string) => void
}

export function ConfirmForm({ id, username, onSignedIn, onConfirmed }: ConfirmFormProps) {
  const confirm = useMutation(confirmMutation())
  const words = useLaterWords()
  const { issues, message, check, refuse, formProps } = useIssues({
    code_mismatch: 'code',
    code_expired: 'code',
  })

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    if (confirm.isPending) return

    const values = formValues(event.currentTarget, { trim: ['username'] })
    const input = check(row.body, values)
    if (!input) return

    confirm.mutate(input, {
      onSuccess: ({ session }, body) => (session ? onSignedIn() : onConfirmed(body.username)),
      onError: refuse,
    })
  }

  return (
    <form className="form" id={id} {...formProps} onSubmit={submit}>
      <FormMessage message={message} />
      {username === undefined ? (
        <Field name="username" label={words.username} autoComplete="username" error={issues.username} />
      ) : (
        <input type="hidden" name="username" value={username} />
      )}
      <CodeField
        name="code"
        label={fillText(words.digitCode, { count: codeLength })}
        length={codeLength}
        error={issues.code}
        onComplete={input => input.form?.requestSubmit()}
      />
      <SubmitButton isWaiting={confirm.isPending}>{words.confirm}</SubmitButton>
    </form>
  )
}
