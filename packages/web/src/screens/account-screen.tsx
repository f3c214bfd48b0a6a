import { useQuery } from '@tanstack/react-query'
import { navigate, useLocationProperty } from 'wouter/use-browser-location'
import { accountQuery } from '../api/account.ts'
import { sessionQuery, subOf } from '../api/session.ts'
import { Avatar } from '../components/avatar.tsx'
import { Button } from '../components/button.tsx'
import { FormMessage } from '../components/form-message.tsx'
import { Screen } from '../components/screen.tsx'
import { Setting, Settings, SettingsGroup } from '../components/setting.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { DeleteAccountSetting } from '../features/delete-account/delete-account-setting.tsx'
import { EmailSetting } from '../features/email/email-setting.tsx'
import { passkeysQuery } from '../features/passkeys/passkeys.ts'
import { PasskeysSetting } from '../features/passkeys/passkeys-setting.tsx'
import { PasswordSetting } from '../features/password/password-setting.tsx'
import { Reauthentication } from '../features/reauthentication/reauthentication.tsx'
import { SessionsSetting } from '../features/sign-out/sessions-setting.tsx'
import { SignOutEverywhereForm } from '../features/sign-out/sign-out-everywhere-form.tsx'
import { TotpSetting } from '../features/totp/totp-setting.tsx'
import { fill, fillText } from '../words/fill.ts'
import { formFor, useLaterWords, useLocale, useSentences, useWords } from '../words/words.ts'
import { paths } from './paths.ts'

/** The link in our email ends in this. */
const emailCodeFragment = '#email-code'

export function AccountScreen() {
  const fragment = useLocationProperty(() => window.location.hash)
  const { data: here } = useQuery(sessionQuery())
  const account = useQuery(accountQuery())
  const { data: passkeys = [] } = useQuery(passkeysQuery())
  const { username, email, factors } = account.data ?? {}
  const { tryAgain } = useWords()
  const { account: words } = useLaterWords()
  const { sentenceOf } = useSentences()

  return (
    <Screen
      title={words.title}
      lead={
        !account.isLoadingError &&
        fill(words.signedInAs, {
          username: username ? <strong>{username}</strong> : <Skeleton of="somebody" />,
        })
      }
      figure={!account.isLoadingError && <Avatar name={username} />}
      isUnlocked
      isWide
    >
      {account.isLoadingError ? (
        <>
          <FormMessage message={sentenceOf(account.error)} />
          <Button isWaiting={account.isFetching} onClick={() => account.refetch()}>
            {tryAgain}
          </Button>
        </>
      ) : (
        // Nothing that one person has begun is there for another; their name comes too late for that.
        <Reauthentication
          key={here?.session ? String(subOf(here.session)) : ''}
          username={username}
          hasPasskey={factors?.passkey ?? false}
        >
          <Settings>
            <SettingsGroup title={words.profile.title} lead={words.profile.lead}>
              <Setting
                title={words.username.title}
                summary={<p className="value">{username ?? <Skeleton of="somebody" />}</p>}
              />
              <EmailSetting
                email={email}
                hasCode={fragment === emailCodeFragment}
                onCodeSettled={() => navigate(paths.account, { replace: true })}
              />
            </SettingsGroup>
            <SettingsGroup
              title={words.signingIn.title}
              lead={<Ways hasTotp={factors?.totp ?? false} passkeyCount={passkeys.length} />}
            >
              <PasswordSetting username={username} SignOutEverywhere={SignOutEverywhereForm} />
              <TotpSetting account={account.data} />
              <PasskeysSetting />
            </SettingsGroup>
            <SettingsGroup title={words.leaving.title} lead={words.leaving.lead}>
              <SessionsSetting />
              <DeleteAccountSetting username={username} />
            </SettingsGroup>
          </Settings>
        </Reauthentication>
      )}
    </Screen>
  )
}

/** What somebody can sign in with, as far as it is known. */
function Ways({ hasTotp, passkeyCount }: { hasTotp: boolean; passkeyCount: number }) {
  const { signingIn: words } = useLaterWords().account
  const locale = useLocale()

  const ways = [
    words.password,
    ...(hasTotp ? [words.totp] : []),
    ...(passkeyCount > 0
      ? [fillText(formFor(locale, words.passkeys, passkeyCount), { count: passkeyCount })]
      : []),
  ]
  return fillText(words.lead, { ways: new Intl.ListFormat(locale).format(ways) })
}
