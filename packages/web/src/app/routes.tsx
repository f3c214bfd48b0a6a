import { type ReactNode, useEffect } from 'react'
import { usePathname } from 'wouter/use-browser-location'
import { Redirect } from '../components/redirect.tsx'
import { landing, paths } from '../screens/paths.ts'
import { SignInScreen } from '../screens/sign-in-screen.tsx'
import { deferred } from './deferred.tsx'
import { RequireGuest, RequireSession } from './guards.tsx'

const SignUpScreen = deferred(() =>
  import('../screens/sign-up-screen.tsx').then(screen => screen.SignUpScreen),
)
const ConfirmScreen = deferred(() =>
  import('../screens/confirm-screen.tsx').then(screen => screen.ConfirmScreen),
)
const SecretScreen = deferred(() =>
  import('../screens/secret-screen.tsx').then(screen => screen.SecretScreen),
)
const AccountScreen = deferred(() =>
  import('../screens/account-screen.tsx').then(screen => screen.AccountScreen),
)
const ChallengeScreen = deferred(() =>
  import('../screens/challenge-screen.tsx').then(screen => screen.ChallengeScreen),
)
const ForgotPasswordScreen = deferred(() =>
  import('../screens/forgot-password-screen.tsx').then(screen => screen.ForgotPasswordScreen),
)
const ResetPasswordScreen = deferred(() =>
  import('../screens/reset-password-screen.tsx').then(screen => screen.ResetPasswordScreen),
)
const NotFoundScreen = deferred(() =>
  import('../screens/not-found-screen.tsx').then(screen => screen.NotFoundScreen),
)

/** Where the first screens lead next. */
const likely = [
  SecretScreen,
  SignUpScreen,
  ConfirmScreen,
  ChallengeScreen,
  ForgotPasswordScreen,
  AccountScreen,
]

/** By path: none of ours has a part that varies. */
const screens: Readonly<Record<string, ReactNode>> = {
  [paths.home]: <Redirect to={landing} />,
  [paths.secret]: (
    <RequireSession>
      <SecretScreen />
    </RequireSession>
  ),
  [paths.account]: (
    <RequireSession>
      <AccountScreen />
    </RequireSession>
  ),
  [paths.signIn()]: (
    <RequireGuest>
      <SignInScreen />
    </RequireGuest>
  ),
  [paths.signUp()]: (
    <RequireGuest>
      <SignUpScreen />
    </RequireGuest>
  ),
  [paths.challenge()]: (
    <RequireGuest>
      <ChallengeScreen />
    </RequireGuest>
  ),
  [paths.confirm()]: <ConfirmScreen />,
  [paths.forgotPassword()]: <ForgotPasswordScreen />,
  [paths.resetPassword()]: <ResetPasswordScreen />,
}

export function Routes() {
  const path = usePathname()
  usePreload()

  return screens[tidied(path)] ?? <NotFoundScreen />
}

/** As people may write it: in capitals, with a slash at the end. */
const tidied = (path: string) => path.toLowerCase().replace(/(.)\/$/, '$1')

/** Once the first screen stands, fetches the code of those that are likely to follow it. */
function usePreload() {
  useEffect(() => {
    const timer = setTimeout(async () => {
      // A failure shows when the screen is wanted and is asked for once more.
      await Promise.allSettled(likely.map(screen => screen.preload()))
    }, 1000)
    return () => clearTimeout(timer)
  }, [])
}
