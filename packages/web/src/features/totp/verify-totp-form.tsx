import { AuthenticatorSecret } from '../../components/authenticator-secret.tsx'
import { Button } from '../../components/button.tsx'
import { CodeForm } from '../../components/code-form.tsx'
import { Panel } from '../../components/panel.tsx'
import { useGuardedMutation } from '../../hooks/use-guarded-mutation.ts'
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

  return (
    <Panel label="Set up an authenticator app" opensAt="beginning">
      <p>Scan this code with your authenticator app. Then enter the digits that the app shows.</p>
      <AuthenticatorSecret secret={secret} account={username} />
      <CodeForm
        action="Turn it on"
        isWaiting={verify.isPending}
        onCode={(code, refuse) => verify.mutate({ code }, { onSuccess: onVerified, onError: refuse })}
      >
        <Button onClick={onCancel}>Cancel</Button>
      </CodeForm>
    </Panel>
  )
}
