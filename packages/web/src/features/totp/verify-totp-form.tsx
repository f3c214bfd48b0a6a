import { AuthenticatorSecret } from '../../components/authenticator-secret.tsx'
import { Button } from '../../components/button.tsx'
import { CodeForm } from '../../components/code-form.tsx'
import { Panel } from '../../components/panel.tsx'
import { useGuardedMutation } from '../../hooks/use-guarded-mutation.ts'
import { useLaterWords, useWords } from '../../words/words.ts'
import { verifyTotpMutation } from './totp.ts'

type VerifyTotpFormProps = {
  /** In base32. */
  secret: string
  username: string
  onVerified: () => void
  onCancel: () => void
}

export function VerifyTotpForm({ secret, username, onVerified, onCancel }: VerifyTotpFormProps) {
  const verify = useGuardedMutation(verifyTotpMutation())
  const { cancel } = useWords()
  const { settingUp: words } = useLaterWords().totp

  return (
    <Panel label={words.label} opensAt="beginning">
      <p>{words.lead}</p>
      <AuthenticatorSecret secret={secret} account={username} />
      <CodeForm
        action={words.action}
        isWaiting={verify.isPending}
        onCode={(code, refuse) => verify.mutate({ code }, { onSuccess: onVerified, onError: refuse })}
      >
        <Button onClick={onCancel}>{cancel}</Button>
      </CodeForm>
    </Panel>
  )
}
