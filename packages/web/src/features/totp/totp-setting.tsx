import { useState } from 'react'
import type { Account } from '../../api/account.ts'
import { FormError } from '../../components/form-error.tsx'
import { Placeholder } from '../../components/placeholder.tsx'
import { Setting } from '../../components/setting.tsx'
import { useGuardedMutation } from '../../hooks/use-guarded-mutation.ts'
import { sentenceOf } from '../../hooks/use-issues.ts'
import { RemoveTotpForm } from './remove-totp-form.tsx'
import { setUpTotpMutation } from './totp.ts'
import { VerifyTotpForm } from './verify-totp-form.tsx'

type Step = { name: 'rest'; news?: string } | { name: 'set-up'; secret: string } | { name: 'remove' }

const off = 'Off. It asks for a code from your phone after the password.'

export function TotpSetting({ account }: { account: Account | undefined }) {
  const [step, setStep] = useState<Step>({ name: 'rest' })
  const setUp = useGuardedMutation(setUpTotpMutation())
  const isOn = account?.factors.totp

  const finish = (news: string) => setStep({ name: 'rest', news })
  const cancel = () => setStep({ name: 'rest' })

  function open() {
    if (isOn) return setStep({ name: 'remove' })
    cancel()
    setUp.mutate(undefined, { onSuccess: ({ secret }) => setStep({ name: 'set-up', secret }) })
  }

  return (
    <Setting
      title="Authenticator app"
      summary={
        <p>
          {isOn === undefined ? (
            <Placeholder of={off} />
          ) : isOn ? (
            'On. You enter a code from your phone after the password.'
          ) : (
            off
          )}
        </p>
      }
      action={{ words: isOn ? 'Remove' : 'Set up', rest: 'the authenticator app' }}
      isIdle={isOn === undefined}
      isWaiting={setUp.isPending}
      onOpen={open}
      news={step.name === 'rest' ? step.news : undefined}
      panel={
        account && step.name === 'set-up' ? (
          <VerifyTotpForm
            secret={step.secret}
            username={account.username}
            onVerified={() => finish('Your authenticator app is on. You need its codes to sign in.')}
            onCancel={cancel}
          />
        ) : step.name === 'remove' ? (
          <RemoveTotpForm
            onRemoved={() => finish('Your authenticator app is removed. Delete the entry in it, too.')}
            onRefrain={cancel}
          />
        ) : undefined
      }
    >
      {step.name === 'rest' && <FormError message={setUp.error ? sentenceOf(setUp.error) : undefined} />}
    </Setting>
  )
}
