import { useMutation } from '@tanstack/react-query'
import { type TotpChallenge, totpAnswerMutation } from '../../api/totp-answer.ts'
import { Button } from '../../components/button.tsx'
import { CodeForm } from '../../components/code-form.tsx'
import { Panel } from '../../components/panel.tsx'

type StaySignedInFormProps = { challenge: TotpChallenge; onSignedIn: () => void; onLeave: () => void }

export function StaySignedInForm({ challenge, onSignedIn, onLeave }: StaySignedInFormProps) {
  const answer = useMutation(totpAnswerMutation(challenge))

  return (
    <Panel label="Stay signed in">
      <p>
        Your password is changed. To stay signed in here, enter the code that your authenticator app shows.
      </p>
      <CodeForm
        action="Stay signed in"
        isWaiting={answer.isPending}
        onCode={(code, refuse) => answer.mutate({ code }, { onSuccess: onSignedIn, onError: refuse })}
      >
        <Button onClick={onLeave}>Sign in again</Button>
      </CodeForm>
    </Panel>
  )
}
