import type { Challenge, SignedIn } from '@latchkey/core/routes/sign-in'
import { useState } from 'react'
import type { TotpChallenge } from '../../api/totp-answer.ts'
import { Dialog } from '../../components/dialog.tsx'
import { fill } from '../../words/fill.ts'
import { anotherStepFirst, newPasswordFirst } from '../../words/sentences/forms.ts'
import { useLaterWords } from '../../words/words.ts'
import { CodeStep } from './code-step.tsx'
import { PasswordStep } from './password-step.tsx'

type ReauthenticationDialogProps = {
  username: string
  hasPasskey: boolean
  onSignedIn: () => void
  onCancel: () => void
}

export function ReauthenticationDialog(props: ReauthenticationDialogProps) {
  const { username, hasPasskey, onSignedIn, onCancel } = props
  const { reauthentication: words } = useLaterWords()
  const [challenge, setChallenge] = useState<TotpChallenge>()
  const [problem, setProblem] = useState<string>()

  function takeStep(signedIn: SignedIn) {
    if (!('challenge' in signedIn)) return onSignedIn()
    if (signedIn.challenge.name === 'TOTP') return setChallenge(signedIn.challenge)
    setProblem(askedFor(signedIn.challenge))
  }

  return (
    <Dialog
      title={words.title}
      lead={<p>{fill(words.lead, { username: <strong>{username}</strong> })}</p>}
      onCancel={onCancel}
    >
      {challenge ? (
        <CodeStep
          challenge={challenge}
          onStep={takeStep}
          onExpired={reason => {
            setChallenge(undefined)
            setProblem(reason)
          }}
          onCancel={onCancel}
        />
      ) : (
        <PasswordStep
          username={username}
          hasPasskey={hasPasskey}
          problem={problem}
          onStep={takeStep}
          onCancel={onCancel}
        />
      )}
    </Dialog>
  )
}

/** What an administrator may have asked for meanwhile belongs to a sign-in of its own. */
const askedFor = ({ name }: Challenge) =>
  name === 'NEW_PASSWORD_REQUIRED' ? newPasswordFirst : anotherStepFirst
