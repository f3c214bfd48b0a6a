import { codeLength } from '@latchkey/core/rules/limits'
import { navigate, useHistoryState, useLocationProperty } from 'wouter/use-browser-location'
import { Link } from '../components/link.tsx'
import { Screen } from '../components/screen.tsx'
import { ResendResetCode } from '../features/forgot-password/resend-reset-code.tsx'
import { ResetPasswordForm } from '../features/reset-password/reset-password-form.tsx'
import { fill, fillText } from '../words/fill.ts'
import { useLaterWords, useWords } from '../words/words.ts'
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
  const { signIn } = useWords()
  const { forgotPassword, resetPassword: words } = useLaterWords()

  return (
    <Screen
      title={words.title}
      lead={<Lead identifier={identifier} isCodeSent={arrival.isCodeSent} />}
      footer={
        <>
          {identifier && (
            <p>
              {fill(words.notYou, {
                identifier,
                useAnother: <Link href={paths.forgotPassword({ returnTo })}>{words.useAnother}</Link>,
              })}
            </p>
          )}
          <p>
            {fill(forgotPassword.remembered, {
              signIn: (
                <Link href={paths.signIn({ returnTo })} state={{ identifier } satisfies SignInArrival}>
                  {signIn}
                </Link>
              ),
            })}
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
  const { resetPassword: words } = useLaterWords()
  if (!identifier) return fillText(words.lead, { count: codeLength })

  return fill(isCodeSent ? words.leadSent : words.leadFor, {
    count: codeLength,
    identifier: <strong>{identifier}</strong>,
  })
}
