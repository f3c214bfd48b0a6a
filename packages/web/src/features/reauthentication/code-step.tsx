import type { SignedIn } from '@latchkey/core/routes/sign-in'
import { tookTooLong } from '@latchkey/core/sentences/account'
import { useMutation } from '@tanstack/react-query'
import { type TotpChallenge, totpAnswerMutation } from '../../api/totp-answer.ts'
import { Button } from '../../components/button.tsx'
import { CodeForm } from '../../components/code-form.tsx'
import { useFirstField } from '../../hooks/use-first-field.ts'
import { useLaterWords, useWords } from '../../words/words.ts'

type CodeStepProps = {
  challenge: TotpChallenge
  onStep: (signedIn: SignedIn) => void
  /** The password has to be entered once more; `problem` says why, in English. */
  onExpired: (problem: string) => void
  onCancel: () => void
}

export function CodeStep({ challenge, onStep, onExpired, onCancel }: CodeStepProps) {
  const place = useFirstField<HTMLDivElement>()
  const answer = useMutation(totpAnswerMutation(challenge))
  const { cancel } = useWords()
  const words = useLaterWords()

  return (
    <div ref={place}>
      <CodeForm
        hint={words.reauthentication.shownByApp}
        action={words.continue}
        isWaiting={answer.isPending}
        onCode={(code, refuse) =>
          answer.mutate(
            { code },
            {
              onSuccess: onStep,
              onError: error => (error.code === 'challenge_expired' ? onExpired(tookTooLong) : refuse(error)),
            },
          )
        }
      >
        <Button onClick={onCancel}>{cancel}</Button>
      </CodeForm>
    </div>
  )
}
