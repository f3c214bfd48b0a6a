import { useQuery } from '@tanstack/react-query'
import { accountQuery } from '../api/account.ts'
import { Button } from '../components/button.tsx'
import { FormError } from '../components/form-error.tsx'
import { Link } from '../components/link.tsx'
import { Placeholder } from '../components/placeholder.tsx'
import { Screen } from '../components/screen.tsx'
import { Settings } from '../components/setting.tsx'
import { DeleteAccountSetting } from '../features/delete-account/delete-account-setting.tsx'
import { EmailSetting } from '../features/email/email-setting.tsx'
import { PasskeysSetting } from '../features/passkeys/passkeys-setting.tsx'
import { PasswordSetting } from '../features/password/password-setting.tsx'
import { Reauthentication } from '../features/reauthentication/reauthentication.tsx'
import { SessionsSetting } from '../features/sign-out/sessions-setting.tsx'
import { SignOutButton } from '../features/sign-out/sign-out-button.tsx'
import { SignOutEverywhereForm } from '../features/sign-out/sign-out-everywhere-form.tsx'
import { TotpSetting } from '../features/totp/totp-setting.tsx'
import { sentenceOf } from '../hooks/use-issues.ts'
import { paths } from './paths.ts'

export function AccountScreen() {
  const account = useQuery(accountQuery())
  const { username, email, factors } = account.data ?? {}

  return (
    <Screen
      title="Your account"
      lead={
        !account.isLoadingError && (
          <>You are signed in as {username ? <strong>{username}</strong> : <Placeholder of="somebody" />}.</>
        )
      }
      isUnlocked
      isWide
      footer={
        <div className="foot-row">
          <p>
            <Link href={paths.secret}>Back to the secret</Link>
          </p>
          <SignOutButton />
        </div>
      }
    >
      {account.isLoadingError ? (
        <>
          <FormError message={sentenceOf(account.error)} />
          <Button isWaiting={account.isFetching} onClick={() => account.refetch()}>
            Try again
          </Button>
        </>
      ) : (
        <Reauthentication key={username} username={username} hasPasskey={factors?.passkey ?? false}>
          <Settings>
            <EmailSetting email={email} />
            <PasswordSetting username={username} SignOutEverywhere={SignOutEverywhereForm} />
            <TotpSetting account={account.data} />
            <PasskeysSetting />
            <SessionsSetting />
            <DeleteAccountSetting username={username} />
          </Settings>
        </Reauthentication>
      )}
    </Screen>
  )
}
