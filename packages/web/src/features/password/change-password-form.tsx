import { changePassword as row } from '@latchkey/core/routes/account'
import type { Challenge } from '@latchkey/core/routes/sign-in'
import { passwordRules } from '@latchkey/core/rules/new-password'
import type { SubmitEvent } from 'react'
import { Button } from '../../components/button.tsx'
import { FormMessage } from '../../components/form-message.tsx'
import { formValues } from '../../components/form-values.ts'
import { KnownUsername } from '../../components/known-username.tsx'
import { NewPasswordField } from '../../components/new-password-field.tsx'
import { Actions, Panel } from '../../components/panel.tsx'
import { PasswordField } from '../../components/password-field.tsx'
import { SubmitButton } from '../../components/submit-button.tsx'
import { useGuardedMutation } from '../../hooks/use-guarded-mutation.ts'
import { useIssues } from '../../hooks/use-issues.ts'
import { useLaterWords, useWords } from '../../words/words.ts'
import { changePasswordMutation } from './password.ts'

type ChangePasswordFormProps = {
  username: string
  /** Other devices may still be signed in, where their sessions could not be ended. */
  onChanged: (othersMayLiveOn: boolean) => void
  /** The password is changed, and something else is asked for before there is a session again. */
  onChallenge: (challenge: Challenge, othersMayLiveOn: boolean) => void
  onCancel: () => void
}

export function ChangePasswordForm(props: ChangePasswordFormProps) {
  const { username, onChanged, onChallenge, onCancel } = props
  const changePassword = useGuardedMutation(changePasswordMutation())
  const { cancel } = useWords()
  const { changePassword: words, newPassword } = useLaterWords()
  const { issues, message, check, refuse, formProps } = useIssues({
    invalid_credentials: 'currentPassword',
    password_rejected: 'newPassword',
  })

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    if (changePassword.isPending) return

    const { username: _known, ...values } = formValues(event.currentTarget, { trim: [] })
    const input = check(row.body, values)
    if (!input) return

    changePassword.mutate(input, {
      onSuccess: ({ othersMayLiveOn = false, ...reply }) =>
        'challenge' in reply ? onChallenge(reply.challenge, othersMayLiveOn) : onChanged(othersMayLiveOn),
      onError: refuse,
    })
  }

  return (
    <Panel label={words.label}>
      <form className="form" {...formProps} onSubmit={submit}>
        <FormMessage message={message} />
        <KnownUsername username={username} />
        <PasswordField
          name="currentPassword"
          label={words.current}
          autoComplete="current-password"
          error={issues.currentPassword}
        />
        <NewPasswordField
          name="newPassword"
          label={newPassword}
          rules={passwordRules}
          error={issues.newPassword}
        />
        <Actions>
          <SubmitButton isWaiting={changePassword.isPending}>{words.action}</SubmitButton>
          <Button isIdle={changePassword.isPending} onClick={onCancel}>
            {cancel}
          </Button>
        </Actions>
      </form>
    </Panel>
  )
}
