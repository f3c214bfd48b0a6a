import { deleteAccount as row } from '@latchkey/core/routes/account'
import type { SubmitEvent } from 'react'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Field } from '../../components/field.tsx'
import { FormError } from '../../components/form-error.tsx'
import { formValues } from '../../components/form-values.ts'
import { Actions } from '../../components/panel.tsx'
import { SubmitButton } from '../../components/submit-button.tsx'
import { useGuardedMutation } from '../../hooks/use-guarded-mutation.ts'
import { useIssues } from '../../hooks/use-issues.ts'
import { deleteAccountMutation } from './delete-account.ts'

type DeleteAccountDialogProps = { username: string; onCancel: () => void }

export function DeleteAccountDialog({ username, onCancel }: DeleteAccountDialogProps) {
  const deleteAccount = useGuardedMutation(deleteAccountMutation())
  const { issues, message, check, report, refuse, formProps } = useIssues()

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    if (deleteAccount.isPending) return

    const input = check(row.body, formValues(event.currentTarget, { trim: ['username'] }))
    if (!input) return
    // The API says so too. This spares somebody a password who has only mistyped.
    if (input.username.toLowerCase() !== username.toLowerCase()) {
      return report({ username: 'That is not your username.' })
    }

    deleteAccount.mutate(input, { onError: refuse })
  }

  return (
    <Dialog
      title="Delete your account?"
      lead={
        <p>
          Your profile, your password, your authenticator app and your passkeys here will be gone, and all of
          your sessions end. Nobody can bring them back.
        </p>
      }
      isHeld={deleteAccount.isPending}
      onCancel={onCancel}
    >
      <form className="form" {...formProps} onSubmit={submit}>
        <FormError message={message} />
        <Field
          name="username"
          label="Your username"
          autoComplete="off"
          hint={
            <>
              Type <strong>{username}</strong> to show that you mean it.
            </>
          }
          error={issues.username}
        />
        <Actions>
          <SubmitButton isWaiting={deleteAccount.isPending} tone="danger">
            Delete for good
          </SubmitButton>
          <Button isIdle={deleteAccount.isPending} onClick={onCancel}>
            Keep my account
          </Button>
        </Actions>
      </form>
    </Dialog>
  )
}
