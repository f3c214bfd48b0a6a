import { useQueryClient } from '@tanstack/react-query'
import { type ComponentType, type ReactNode, useState } from 'react'
import { endSession } from '../../api/session.ts'
import type { TotpChallenge } from '../../api/totp-answer.ts'
import { Setting } from '../../components/setting.tsx'
import { useLaterWords } from '../../words/words.ts'
import { ChangePasswordForm } from './change-password-form.tsx'
import { StaySignedInForm } from './stay-signed-in-form.tsx'

type Step =
  | { name: 'rest'; news?: 'changed' | 'changedOnly' }
  | { name: 'password' }
  | { name: 'code'; challenge: TotpChallenge; othersMayLiveOn: boolean }
  | { name: 'doubt' }

type PasswordSettingProps = {
  username: string | undefined
  /** Asks whether to sign out everywhere; `onRefrain` is for who does not want to. */
  SignOutEverywhere: ComponentType<{ children: ReactNode; onRefrain: () => void }>
}

export function PasswordSetting({ username, SignOutEverywhere }: PasswordSettingProps) {
  const queryClient = useQueryClient()
  const { changePassword: words } = useLaterWords()
  const [step, setStep] = useState<Step>({ name: 'rest' })
  const finish = (othersMayLiveOn: boolean) =>
    setStep(othersMayLiveOn ? { name: 'doubt' } : { name: 'rest', news: 'changed' })

  /** The session that there was has ended with the old password; only this page does not know yet. */
  const leave = () => endSession(queryClient, 'expired')

  function panel() {
    if (username !== undefined && step.name === 'password') {
      return (
        <ChangePasswordForm
          username={username}
          onChanged={finish}
          onChallenge={(challenge, othersMayLiveOn) =>
            challenge.name === 'TOTP' ? setStep({ name: 'code', challenge, othersMayLiveOn }) : leave()
          }
          onCancel={() => setStep({ name: 'rest' })}
        />
      )
    }
    if (step.name === 'code') {
      const { challenge, othersMayLiveOn } = step
      return (
        <StaySignedInForm
          challenge={challenge}
          othersMayLiveOn={othersMayLiveOn}
          onSignedIn={() => finish(othersMayLiveOn)}
          onLeave={leave}
        />
      )
    }
    if (step.name === 'doubt') {
      return (
        <SignOutEverywhere onRefrain={() => setStep({ name: 'rest', news: 'changedOnly' })}>
          {words.othersMayLiveOn}
        </SignOutEverywhere>
      )
    }
    return undefined
  }

  return (
    <Setting
      title={words.title}
      summary={<p>{words.summary}</p>}
      action={words.change}
      isIdle={username === undefined}
      onOpen={() => setStep({ name: 'password' })}
      news={step.name === 'rest' && step.news ? words[step.news] : undefined}
      panel={panel()}
    />
  )
}
