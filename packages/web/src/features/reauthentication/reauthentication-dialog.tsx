import type { Challenge, SignedIn } from '@latchkey/core/routes/sign-in'
import { useState } from 'react'
import type { TotpChallenge } from '../../api/totp-answer.ts'
import { Dialog } from '../../components/dialog.tsx'
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
  const [challenge, setChallenge] = useState<TotpChallenge>()
  const [problem, setProblem] = useState<string>()

  function takeStep(signedIn: SignedIn) {
    if (!('challenge' in signedIn)) return onSignedIn()
    if (signedIn.challenge.name === 'TOTP') return setChallenge(signedIn.challenge)
    setProblem(askedFor(signedIn.challenge))
  }

  return (
    <Dialog
      title="Is it still you?"
      lead={
        <p>
          You signed in a while ago. Before this change, sign in again as <strong>{username}</strong>.
        </p>
      }
      onCancel={onCancel}
    >
      {challenge ? (
        <CodeStep
          challenge={challenge}
          onStep={takeStep}
          onExpired={message => {
            setChallenge(undefined)
            setProblem(message)
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
  name === 'NEW_PASSWORD_REQUIRED'
    ? 'You need a new password first. Sign out, then sign in again.'
    : 'Signing in takes another step by now. Sign out, then sign in again.'
