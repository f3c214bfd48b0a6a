import { navigate, useHistoryState } from 'wouter/use-browser-location'
import { Link } from '../components/link.tsx'
import { Screen } from '../components/screen.tsx'
import { ForgotPasswordForm } from '../features/forgot-password/forgot-password-form.tsx'
import { fill } from '../words/fill.ts'
import { useLaterWords, useWords } from '../words/words.ts'
import { paths } from './paths.ts'
import { type RecoveryArrival, recoveryArrival } from './recovery-arrival.ts'
import type { SignInArrival } from './sign-in-arrival.ts'
import { useReturnTo } from './use-return-to.ts'

export function ForgotPasswordScreen() {
  const returnTo = useReturnTo()
  const { identifier } = recoveryArrival(useHistoryState<unknown>())
  const { signIn, signInScreen } = useWords()
  const { forgotPassword: words } = useLaterWords()

  /** Who comes back here finds the name filled in. */
  function goToReset(identifier: string) {
    navigate(paths.forgotPassword({ returnTo }), {
      replace: true,
      state: { identifier } satisfies RecoveryArrival,
    })
    navigate(paths.resetPassword({ returnTo }), {
      state: { identifier, isCodeSent: true } satisfies RecoveryArrival,
    })
  }

  return (
    <Screen
      title={signInScreen.forgotPassword}
      lead={words.lead}
      footer={
        <p>
          {fill(words.remembered, {
            signIn: (
              <Link href={paths.signIn({ returnTo })} state={{ identifier } satisfies SignInArrival}>
                {signIn}
              </Link>
            ),
          })}
        </p>
      }
    >
      <ForgotPasswordForm identifier={identifier} onSent={goToReset} />
    </Screen>
  )
}
