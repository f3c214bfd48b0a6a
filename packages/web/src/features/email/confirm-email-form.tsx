import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { coolDownEndMs } from '../../api/cool-down.ts'
import { Button } from '../../components/button.tsx'
import { CodeForm } from '../../components/code-form.tsx'
import { Panel } from '../../components/panel.tsx'
import { Resend } from '../../components/resend.tsx'
import { useGuardedMutation } from '../../hooks/use-guarded-mutation.ts'
import { fill, fillText } from '../../words/fill.ts'
import { useLaterWords, useSentences, useWords } from '../../words/words.ts'
import { changeEmailMutation, confirmEmailMutation } from './email.ts'

type ConfirmEmailFormProps = {
  /** Where the code was sent; another browser may not know. */
  email: string | undefined
  oldEmail: string
  onConfirmed: () => void
  /** Another address, after all. */
  onBack: () => void
  onCancel: () => void
}

export function ConfirmEmailForm({ email, oldEmail, onConfirmed, onBack, onCancel }: ConfirmEmailFormProps) {
  const confirmEmail = useMutation(confirmEmailMutation(email))
  const resend = useGuardedMutation(changeEmailMutation())
  const [codesSent, setCodesSent] = useState(1)
  const { cancel } = useWords()
  const {
    email: { confirm: words },
    confirm,
    newCodeSent,
    noCodeYet,
  } = useLaterWords()
  const { sentenceOf } = useSentences()
  const useAnother = (
    <button className="link" type="button" onClick={onBack}>
      {words.useAnother}
    </button>
  )

  return (
    <Panel label={words.label}>
      <p>
        {email === undefined
          ? fill(words.leadByLink, { oldEmail, useAnother })
          : fill(words.lead, { email: <strong>{email}</strong>, oldEmail, useAnother })}
      </p>
      <CodeForm
        key={codesSent}
        action={confirm}
        isWaiting={confirmEmail.isPending}
        onCode={(code, refuse) => confirmEmail.mutate({ code }, { onSuccess: onConfirmed, onError: refuse })}
      >
        <Button onClick={onCancel}>{cancel}</Button>
      </CodeForm>
      {email !== undefined && (
        <Resend
          fromMs={coolDownEndMs('email')}
          isWaiting={resend.isPending}
          problem={resend.error ? sentenceOf(resend.error) : undefined}
          news={resend.isSuccess ? fillText(newCodeSent, { destination: email }) : noCodeYet}
          onResend={() => resend.mutate({ email }, { onSuccess: () => setCodesSent(count => count + 1) })}
        />
      )}
    </Panel>
  )
}
