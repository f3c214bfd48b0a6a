import { useState } from 'react'
import { Setting } from '../../components/setting.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { fillText } from '../../words/fill.ts'
import { useLaterWords } from '../../words/words.ts'
import { ChangeEmailForm } from './change-email-form.tsx'
import { ConfirmEmailForm } from './confirm-email-form.tsx'

type Step = { name: 'rest'; changedTo?: string } | { name: 'address' } | { name: 'code'; email: string }

/** `email` is undefined as long as it is not known. */
export function EmailSetting({ email }: { email: string | undefined }) {
  const [step, setStep] = useState<Step>({ name: 'rest' })
  const { email: words } = useLaterWords()
  const rest = () => setStep({ name: 'rest' })

  return (
    <Setting
      title={words.title}
      summary={<p className="value">{email ?? <Skeleton of="name@example.com" />}</p>}
      action={words.change}
      isIdle={email === undefined}
      onOpen={() => setStep({ name: 'address' })}
      news={
        step.name === 'rest' && step.changedTo
          ? fillText(words.changed, { email: step.changedTo })
          : undefined
      }
      panel={
        step.name === 'address' ? (
          <ChangeEmailForm onSent={next => setStep({ name: 'code', email: next })} onCancel={rest} />
        ) : step.name === 'code' ? (
          <ConfirmEmailForm
            email={step.email}
            oldEmail={email}
            onConfirmed={() => setStep({ name: 'rest', changedTo: step.email })}
            onBack={() => setStep({ name: 'address' })}
            onCancel={rest}
          />
        ) : undefined
      }
    />
  )
}
