import { useMutation } from '@tanstack/react-query'
import { type TotpChallenge, totpAnswerMutation } from '../../api/totp-answer.ts'
import { Button } from '../../components/button.tsx'
import { CodeForm } from '../../components/code-form.tsx'
import { Panel } from '../../components/panel.tsx'

type StaySignedInFormProps = {
  challenge: TotpChallenge
  /** Told here too: whoever leaves is not asked about it. */
  othersMayLiveOn: boolean
  onSignedIn: () => void
  onLeave: () => void
}

export function StaySignedInForm(props: StaySignedInFormProps) {
  const { challenge, othersMayLiveOn, onSignedIn, onLeave } = props
  const answer = useMutation(totpAnswerMutation(challenge))

  return (
    <Panel label="Stay signed in">
      <p>
        Your password is changed.{' '}
        {othersMayLiveOn && 'Other devices may still be signed in: sign out everywhere once you are in. '}
        To stay signed in here, enter the code that your authenticator app shows.
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
