import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { coolDownEndMs } from '../../api/cool-down.ts'
import { Button } from '../../components/button.tsx'
import { CodeForm } from '../../components/code-form.tsx'
import { Panel } from '../../components/panel.tsx'
import { noCodeYet, Resend } from '../../components/resend.tsx'
import { useGuardedMutation } from '../../hooks/use-guarded-mutation.ts'
import { sentenceOf } from '../../hooks/use-issues.ts'
import { changeEmailMutation, confirmEmailMutation } from './email.ts'

type ConfirmEmailFormProps = {
  email: string
  oldEmail: string | undefined
  onConfirmed: () => void
  /** Another address, after all. */
  onBack: () => void
  onCancel: () => void
}

export function ConfirmEmailForm({ email, oldEmail, onConfirmed, onBack, onCancel }: ConfirmEmailFormProps) {
  const confirmEmail = useMutation(confirmEmailMutation(email))
  const resend = useGuardedMutation(changeEmailMutation())
  const [codesSent, setCodesSent] = useState(1)

  return (
    <Panel label="Confirm your new email address">
      <p>
        Enter the code we sent to <strong>{email}</strong>. Until then, {oldEmail} stays your address.{' '}
        <button className="link" type="button" onClick={onBack}>
          Use another address
        </button>
      </p>
      <CodeForm
        key={codesSent}
        action="Confirm"
        isWaiting={confirmEmail.isPending}
        onCode={(code, refuse) => confirmEmail.mutate({ code }, { onSuccess: onConfirmed, onError: refuse })}
      >
        <Button onClick={onCancel}>Cancel</Button>
      </CodeForm>
      <Resend
        fromMs={coolDownEndMs('email')}
        isWaiting={resend.isPending}
        problem={resend.error ? sentenceOf(resend.error) : undefined}
        news={resend.isSuccess ? `A new code is on its way to ${email}.` : noCodeYet}
        onResend={() => resend.mutate({ email }, { onSuccess: () => setCodesSent(count => count + 1) })}
      />
    </Panel>
  )
}
