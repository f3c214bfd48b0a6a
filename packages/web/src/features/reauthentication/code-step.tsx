import type { SignedIn } from '@latchkey/core/routes/sign-in'
import { useMutation } from '@tanstack/react-query'
import { type TotpChallenge, totpAnswerMutation } from '../../api/totp-answer.ts'
import { Button } from '../../components/button.tsx'
import { CodeForm } from '../../components/code-form.tsx'
import { useFirstField } from '../../hooks/use-first-field.ts'

type CodeStepProps = {
  challenge: TotpChallenge
  onStep: (signedIn: SignedIn) => void
  /** The password has to be entered once more. */
  onExpired: (message: string) => void
  onCancel: () => void
}

export function CodeStep({ challenge, onStep, onExpired, onCancel }: CodeStepProps) {
  const place = useFirstField<HTMLDivElement>()
  const answer = useMutation(totpAnswerMutation(challenge))

  return (
    <div ref={place}>
      <CodeForm
        hint="Your authenticator app shows it."
        action="Continue"
        isWaiting={answer.isPending}
        onCode={(code, refuse) =>
          answer.mutate(
            { code },
            {
              onSuccess: onStep,
              onError: error =>
                error.code === 'challenge_expired'
                  ? onExpired('That took too long. Start again.')
                  : refuse(error),
            },
          )
        }
      >
        <Button onClick={onCancel}>Cancel</Button>
      </CodeForm>
    </div>
  )
}
