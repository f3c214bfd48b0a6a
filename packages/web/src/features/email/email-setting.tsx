import { useEffect, useState } from 'react'
import { Setting } from '../../components/setting.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { fillText } from '../../words/fill.ts'
import { useLaterWords } from '../../words/words.ts'
import { ChangeEmailForm } from './change-email-form.tsx'
import { ConfirmEmailForm } from './confirm-email-form.tsx'

/** Where the code was sent to, as far as this browser knows. */
type Changed = { email?: string | undefined }

type Step =
  | { name: 'rest'; changed?: Changed | undefined }
  | { name: 'address' }
  | ({ name: 'code' } & Changed)

type EmailSettingProps = {
  /** Undefined as long as it is not known. */
  email: string | undefined
  /** Somebody comes by the link in our email, perhaps in another browser than that which asked for the code. */
  hasCode: boolean
  /** The link has led to what it was for. */
  onCodeSettled: () => void
}

export function EmailSetting({ email, hasCode, onCodeSettled }: EmailSettingProps) {
  const [step, setStep] = useState<Step>({ name: 'rest' })
  const { email: words } = useLaterWords()

  useEffect(() => {
    if (hasCode) setStep({ name: 'code' })
  }, [hasCode])

  function rest(changed?: Changed) {
    setStep({ name: 'rest', changed })
    if (hasCode) onCodeSettled()
  }

  return (
    <Setting
      title={words.title}
      summary={<p className="value">{email ?? <Skeleton of="name@example.com" />}</p>}
      action={words.change}
      isIdle={email === undefined}
      onOpen={() => setStep({ name: 'address' })}
      news={
        step.name === 'rest' && step.changed
          ? step.changed.email === undefined
            ? words.confirmed
            : fillText(words.changed, { email: step.changed.email })
          : undefined
      }
      panel={
        step.name === 'address' ? (
          <ChangeEmailForm onSent={next => setStep({ name: 'code', email: next })} onCancel={() => rest()} />
        ) : step.name === 'code' && email !== undefined ? (
          <ConfirmEmailForm
            email={step.email}
            oldEmail={email}
            onConfirmed={() => rest({ email: step.email })}
            onBack={() => setStep({ name: 'address' })}
            onCancel={() => rest()}
          />
        ) : undefined
      }
    />
  )
}
