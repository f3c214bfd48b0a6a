import { useQueryClient } from '@tanstack/react-query'
import { type ComponentType, type ReactNode, useState } from 'react'
import { endSession } from '../../api/session.ts'
import type { TotpChallenge } from '../../api/totp-answer.ts'
import { Setting } from '../../components/setting.tsx'
import { ChangePasswordForm } from './change-password-form.tsx'
import { StaySignedInForm } from './stay-signed-in-form.tsx'

type Step =
  | { name: 'rest'; news?: string }
  | { name: 'password' }
  | { name: 'code'; challenge: TotpChallenge; othersMayLiveOn: boolean }
  | { name: 'doubt' }

const done = 'Your password is changed. You are signed out everywhere else.'

type PasswordSettingProps = {
  username: string | undefined
  /** Asks whether to sign out everywhere; `onRefrain` is for who does not want to. */
  SignOutEverywhere: ComponentType<{ children: ReactNode; onRefrain: () => void }>
}

export function PasswordSetting({ username, SignOutEverywhere }: PasswordSettingProps) {
  const queryClient = useQueryClient()
  const [step, setStep] = useState<Step>({ name: 'rest' })
  const finish = (othersMayLiveOn: boolean) =>
    setStep(othersMayLiveOn ? { name: 'doubt' } : { name: 'rest', news: done })

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
        <SignOutEverywhere onRefrain={() => setStep({ name: 'rest', news: 'Your password is changed.' })}>
          Your password is changed. Other devices may still be signed in: sign out everywhere to be sure. This
          ends your session here too.
        </SignOutEverywhere>
      )
    }
    return undefined
  }

  return (
    <Setting
      title="Password"
      summary={<p>A new one signs you out everywhere else.</p>}
      action={{ words: 'Change', rest: 'your password' }}
      isIdle={username === undefined}
      onOpen={() => setStep({ name: 'password' })}
      news={step.name === 'rest' ? step.news : undefined}
      panel={panel()}
    />
  )
}
