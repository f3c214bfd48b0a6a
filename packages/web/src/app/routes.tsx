import { useEffect } from 'react'
import { Redirect, Route, Switch } from 'wouter'
import { NotFoundScreen } from '../screens/not-found-screen.tsx'
import { landing, paths } from '../screens/paths.ts'
import { SignInScreen } from '../screens/sign-in-screen.tsx'
import { deferred } from './deferred.tsx'
import { RequireGuest, RequireSession } from './guards.tsx'

const SignUpScreen = deferred(async () => (await import('../screens/sign-up-screen.tsx')).SignUpScreen)
const ConfirmScreen = deferred(async () => (await import('../screens/confirm-screen.tsx')).ConfirmScreen)
const SecretScreen = deferred(async () => (await import('../screens/secret-screen.tsx')).SecretScreen)
const AccountScreen = deferred(async () => (await import('../screens/account-screen.tsx')).AccountScreen)
const ChallengeScreen = deferred(
  async () => (await import('../screens/challenge-screen.tsx')).ChallengeScreen,
)
const ForgotPasswordScreen = deferred(
  async () => (await import('../screens/forgot-password-screen.tsx')).ForgotPasswordScreen,
)
const ResetPasswordScreen = deferred(
  async () => (await import('../screens/reset-password-screen.tsx')).ResetPasswordScreen,
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

export function Routes() {
  usePreload()

  return (
    <Switch>
      <Route path={paths.home}>
        <Redirect replace to={landing} />
      </Route>
      <Route path={paths.secret}>
        <RequireSession>
          <SecretScreen />
        </RequireSession>
      </Route>
      <Route path={paths.account}>
        <RequireSession>
          <AccountScreen />
        </RequireSession>
      </Route>
      <Route path={paths.signIn()}>
        <RequireGuest>
          <SignInScreen />
        </RequireGuest>
      </Route>
      <Route path={paths.signUp()}>
        <RequireGuest>
          <SignUpScreen />
        </RequireGuest>
      </Route>
      <Route path={paths.challenge()}>
        <RequireGuest>
          <ChallengeScreen />
        </RequireGuest>
      </Route>
      <Route path={paths.confirm()}>
        <ConfirmScreen />
      </Route>
      <Route path={paths.forgotPassword()}>
        <ForgotPasswordScreen />
      </Route>
      <Route path={paths.resetPassword()}>
        <ResetPasswordScreen />
      </Route>
      <Route>
        <NotFoundScreen />
      </Route>
    </Switch>
  )
}

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
