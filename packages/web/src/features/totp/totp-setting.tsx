import { useState } from 'react'
import type { Account } from '../../api/account.ts'
import { FormMessage } from '../../components/form-message.tsx'
import { Setting } from '../../components/setting.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useGuardedMutation } from '../../hooks/use-guarded-mutation.ts'
import { useLaterWords, useSentences } from '../../words/words.ts'
import { RemoveTotpForm } from './remove-totp-form.tsx'
import { setUpTotpMutation } from './totp.ts'
import { VerifyTotpForm } from './verify-totp-form.tsx'

type Step =
  | { name: 'rest'; news?: 'verified' | 'removed' }
  | { name: 'set-up'; secret: string }
  | { name: 'remove' }

export function TotpSetting({ account }: { account: Account | undefined }) {
  const [step, setStep] = useState<Step>({ name: 'rest' })
  const setUp = useGuardedMutation(setUpTotpMutation())
  const { totp: words } = useLaterWords()
  const { sentenceOf } = useSentences()
  const isOn = account?.factors.totp

  const finish = (news: 'verified' | 'removed') => setStep({ name: 'rest', news })
  const cancel = () => setStep({ name: 'rest' })

  function open() {
    if (isOn) return setStep({ name: 'remove' })
    cancel()
    setUp.mutate(undefined, { onSuccess: ({ secret }) => setStep({ name: 'set-up', secret }) })
  }

  return (
    <Setting
      title={words.title}
      summary={<p>{isOn === undefined ? <Skeleton of={words.off} /> : isOn ? words.on : words.off}</p>}
      action={isOn ? words.remove : words.setUp}
      isIdle={isOn === undefined}
      isWaiting={setUp.isPending}
      onOpen={open}
      news={step.name === 'rest' && step.news ? words[step.news] : undefined}
      panel={
        account && step.name === 'set-up' ? (
          <VerifyTotpForm
            secret={step.secret}
            username={account.username}
            onVerified={() => finish('verified')}
            onCancel={cancel}
          />
        ) : step.name === 'remove' ? (
          <RemoveTotpForm onRemoved={() => finish('removed')} onRefrain={cancel} />
        ) : undefined
      }
    >
      {step.name === 'rest' && <FormMessage message={setUp.error ? sentenceOf(setUp.error) : undefined} />}
    </Setting>
  )
}
