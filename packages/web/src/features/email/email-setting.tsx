import { useState } from 'react'
import { Placeholder } from '../../components/placeholder.tsx'
import { Setting } from '../../components/setting.tsx'
import { ChangeEmailForm } from './change-email-form.tsx'
import { ConfirmEmailForm } from './confirm-email-form.tsx'

type Step = { name: 'rest'; news?: string } | { name: 'address' } | { name: 'code'; email: string }

/** `email` is undefined as long as it is not known. */
export function EmailSetting({ email }: { email: string | undefined }) {
  const [step, setStep] = useState<Step>({ name: 'rest' })
  const rest = () => setStep({ name: 'rest' })

  return (
    <Setting
      title="Email"
      summary={<p className="value">{email ?? <Placeholder of="name@example.com" />}</p>}
      action={{ words: 'Change', rest: 'your email address' }}
      isIdle={email === undefined}
      onOpen={() => setStep({ name: 'address' })}
      news={step.name === 'rest' ? step.news : undefined}
      panel={
        step.name === 'address' ? (
          <ChangeEmailForm onSent={next => setStep({ name: 'code', email: next })} onCancel={rest} />
        ) : step.name === 'code' ? (
          <ConfirmEmailForm
            email={step.email}
            oldEmail={email}
            onConfirmed={() => setStep({ name: 'rest', news: `Your email address is ${step.email} now.` })}
            onBack={() => setStep({ name: 'address' })}
            onCancel={rest}
          />
        ) : undefined
      }
    />
  )
}
