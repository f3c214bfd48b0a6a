import { codeLength } from '@latchkey/core/rules/code'
import { navigate, useHistoryState, useLocationProperty } from 'wouter/use-browser-location'
import { Link } from '../components/link.tsx'
import { Screen } from '../components/screen.tsx'
import { ResendResetCode } from '../features/forgot-password/resend-reset-code.tsx'
import { ResetPasswordForm } from '../features/reset-password/reset-password-form.tsx'
import { paths } from './paths.ts'
import { recoveryArrival } from './recovery-arrival.ts'
import type { SignInArrival } from './sign-in-arrival.ts'
import { useReturnTo } from './use-return-to.ts'
import { usernameInFragment } from './username-in-fragment.ts'

const formId = 'reset-password'

/** Reached from the screen that sends the code, or by the link in our email, perhaps in another browser. */
export function ResetPasswordScreen() {
  const returnTo = useReturnTo()
  const arrival = recoveryArrival(useHistoryState<unknown>())
  const fragment = useLocationProperty(() => window.location.hash)
  const identifier = arrival.identifier ?? usernameInFragment(fragment)

  return (
    <Screen
      title="Choose a new password"
      lead={<Lead identifier={identifier} isCodeSent={arrival.isCodeSent} />}
      footer={
        <>
          {identifier && (
            <p>
              Not {identifier}? <Link href={paths.forgotPassword({ returnTo })}>Use another name</Link>
            </p>
          )}
          <p>
            Remembered it?{' '}
            <Link href={paths.signIn({ returnTo })} state={{ identifier } satisfies SignInArrival}>
              Sign in
            </Link>
          </p>
        </>
      }
    >
      <ResetPasswordForm
        key={identifier}
        id={formId}
        identifier={identifier}
        onReset={identifier =>
          navigate(paths.signIn({ returnTo }), {
            state: { identifier, because: 'reset' } satisfies SignInArrival,
          })
        }
      />
      <ResendResetCode form={formId} />
    </Screen>
  )
}

/** Never says whether there is an account. */
function Lead({
  identifier,
  isCodeSent = false,
}: {
  identifier: string | undefined
  isCodeSent?: boolean | undefined
}) {
  const name = identifier && <strong>{identifier}</strong>
  if (name && isCodeSent) {
    return (
      <>
        If there is an account for {name}, a {codeLength}-digit code is on its way to its email address.
      </>
    )
  }
  return (
    <>
      Enter the {codeLength}-digit code from our email{name && <> for {name}</>}.
    </>
  )
}
