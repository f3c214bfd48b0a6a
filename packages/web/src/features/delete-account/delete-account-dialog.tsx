import type { Body } from '@latchkey/core/endpoint'
import type { AppError } from '@latchkey/core/errors'
import { deleteAccount as row } from '@latchkey/core/routes/account'
import { usernameOfAnother } from '@latchkey/core/sentences/username'
import type { SubmitEvent } from 'react'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Field } from '../../components/field.tsx'
import { FormMessage } from '../../components/form-message.tsx'
import { formValues } from '../../components/form-values.ts'
import { Actions } from '../../components/panel.tsx'
import { SubmitButton } from '../../components/submit-button.tsx'
import { useGuardedMutation } from '../../hooks/use-guarded-mutation.ts'
import { useIssues } from '../../hooks/use-issues.ts'
import { fill } from '../../words/fill.ts'
import { useLaterWords } from '../../words/words.ts'
import { deleteAccountMutation } from './delete-account.ts'

type DeleteAccountDialogProps = { username: string; onCancel: () => void }

export function DeleteAccountDialog({ username, onCancel }: DeleteAccountDialogProps) {
  const deleteAccount = useGuardedMutation(deleteAccountMutation())
  const { deleteAccount: words } = useLaterWords()

  return (
    <Dialog
      title={words.question}
      lead={<p>{words.lead}</p>}
      isHeld={deleteAccount.isPending}
      onCancel={onCancel}
    >
      <DeleteAccountForm
        username={username}
        isWaiting={deleteAccount.isPending}
        onConfirm={(input, refuse) => deleteAccount.mutate(input, { onError: refuse })}
        onCancel={onCancel}
      />
    </Dialog>
  )
}

type DeleteAccountFormProps = DeleteAccountDialogProps & {
  isWaiting: boolean
  onConfirm: (input: Body<typeof row>, refuse: (error: AppError) => void) => void
}

/** A part of its own: what is wrong is read out by the dialog, which is silent about what is outside of it. */
function DeleteAccountForm({ username, isWaiting, onConfirm, onCancel }: DeleteAccountFormProps) {
  const { deleteAccount: words } = useLaterWords()
  const { issues, message, check, report, refuse, formProps } = useIssues()

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    if (isWaiting) return

    const input = check(row.body, formValues(event.currentTarget, { trim: ['username'] }))
    if (!input) return
    // The API says so too. This spares somebody a password who has only mistyped.
    if (input.username.toLowerCase() !== username.toLowerCase()) {
      return report({ username: usernameOfAnother })
    }

    onConfirm(input, refuse)
  }

  return (
    <form className="form" {...formProps} onSubmit={submit}>
      <FormMessage message={message} />
      <Field
        name="username"
        label={words.username}
        autoComplete="off"
        hint={fill(words.hint, { username: <strong>{username}</strong> })}
        error={issues.username}
      />
      <Actions>
        <SubmitButton isWaiting={isWaiting} tone="danger">
          {words.action}
        </SubmitButton>
        <Button isIdle={isWaiting} onClick={onCancel}>
          {words.refrain}
        </Button>
      </Actions>
    </form>
  )
}
