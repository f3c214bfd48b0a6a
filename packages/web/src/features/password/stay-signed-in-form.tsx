import { useMutation } from '@tanstack/react-query'
import { type TotpChallenge, totpAnswerMutation } from '../../api/totp-answer.ts'
import { Button } from '../../components/button.tsx'
import { CodeForm } from '../../components/code-form.tsx'
import { Panel } from '../../components/panel.tsx'
import { useLaterWords } from '../../words/words.ts'

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
  const { stay: words } = useLaterWords().changePassword

  return (
    <Panel label={words.label}>
      <p>{othersMayLiveOn ? words.leadWhereOthersMayLiveOn : words.lead}</p>
      <CodeForm
        action={words.action}
        isWaiting={answer.isPending}
        onCode={(code, refuse) => answer.mutate({ code }, { onSuccess: onSignedIn, onError: refuse })}
      >
        <Button onClick={onLeave}>{words.leave}</Button>
      </CodeForm>
    </Panel>
  )
}
