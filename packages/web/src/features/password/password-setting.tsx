import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { endSession } from '../../api/session.ts'
import type { TotpChallenge } from '../../api/totp-answer.ts'
import { Setting } from '../../components/setting.tsx'
import { ChangePasswordForm } from './change-password-form.tsx'
import { StaySignedInForm } from './stay-signed-in-form.tsx'

type Step =
  | { name: 'rest'; news?: string }
  | { name: 'password' }
  | { name: 'code'; challenge: TotpChallenge }

const done = 'Your password is changed. You are signed out everywhere else.'

export function PasswordSetting({ username }: { username: string | undefined }) {
  const queryClient = useQueryClient()
  const [step, setStep] = useState<Step>({ name: 'rest' })
  const finish = () => setStep({ name: 'rest', news: done })

  /** The session that there was has ended with the old password; only this page does not know yet. */
  const leave = () => endSession(queryClient, 'expired')

  return (
    <Setting
      title="Password"
      summary={<p>A new one signs you out everywhere else.</p>}
      action={{ words: 'Change', rest: 'your password' }}
      isIdle={username === undefined}
      onOpen={() => setStep({ name: 'password' })}
      news={step.name === 'rest' ? step.news : undefined}
      panel={
        username !== undefined && step.name === 'password' ? (
          <ChangePasswordForm
            username={username}
            onChanged={finish}
            onChallenge={challenge =>
              challenge.name === 'TOTP' ? setStep({ name: 'code', challenge }) : leave()
            }
            onCancel={() => setStep({ name: 'rest' })}
          />
        ) : step.name === 'code' ? (
          <StaySignedInForm challenge={step.challenge} onSignedIn={finish} onLeave={leave} />
        ) : undefined
      }
    />
  )
}
