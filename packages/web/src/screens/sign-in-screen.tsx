import { useMutation } from '@tanstack/react-query'
import { lazy, type MouseEvent, Suspense } from 'react'
import { navigate, useHistoryState } from 'wouter/use-browser-location'
import { supportsPasskeys } from '../api/passkey-note.ts'
import { CheckIcon, InfoIcon } from '../components/icons.tsx'
import { Link } from '../components/link.tsx'
import { Notice } from '../components/notice.tsx'
import { Screen } from '../components/screen.tsx'
import { SignInForm } from '../features/sign-in/sign-in-form.tsx'
import { fill } from '../words/fill.ts'
import { useWords } from '../words/words.ts'
import type { ConfirmArrival } from './confirm-arrival.ts'
import { paths } from './paths.ts'
import { type SignInArrival, signInArrival } from './sign-in-arrival.ts'
import { useReturnTo } from './use-return-to.ts'

const formId = 'sign-in'

/** Where it cannot be fetched, the password is there. */
const PasskeyWays = lazy(() =>
  import('../features/passkey-sign-in/passkey-ways.tsx').catch(() => ({ default: () => null })),
)

/** Few people sign in before they have confirmed. */
const resendCode = (body: { username: string }) =>
  import('../features/resend-code/resend-code.ts').then(feature => feature.resendCode(body))

export function SignInScreen() {
  const returnTo = useReturnTo()
  const { identifier, because } = signInArrival(useHistoryState<unknown>())
  const freshCode = useMutation({ mutationFn: resendCode })
  const { signInScreen: words } = useWords()

  function goToConfirm(arrival: ConfirmArrival) {
    navigate(paths.confirm({ returnTo }), { state: arrival })
  }

  /** Who comes back here finds the name filled in. */
  function goToChallenge(identifier?: string) {
    const arrival: SignInArrival = identifier ? { identifier } : {}
    navigate(paths.signIn({ returnTo }), { replace: true, state: arrival })
    navigate(paths.challenge({ returnTo }), { state: arrival })
  }

  /** Takes along what has been typed. */
  function goToForgotPassword(event: MouseEvent) {
    event.preventDefault()
    const typed = document.forms.namedItem(formId)?.elements.namedItem('username')
    const state = typed instanceof HTMLInputElement ? { identifier: typed.value.trim() } : {}
    navigate(paths.forgotPassword({ returnTo }), { state })
  }

  /** Codes are sent to usernames only, and none has an @; somebody known by an address is asked for theirs on the next screen. */
  function sendFreshCode(identifier: string) {
    if (identifier.includes('@')) return goToConfirm({ because: 'code-not-sent' })

    freshCode.mutate(
      { username: identifier },
      {
        onSuccess: ({ delivery: { destination } }) =>
          goToConfirm({ username: identifier, destination, because: 'not-confirmed' }),
        onError: () => goToConfirm({ username: identifier, because: 'code-not-sent' }),
      },
    )
  }

  return (
    <Screen
      title={words.title}
      notice={because && <ArrivalNotice because={because} />}
      footer={
        <p>
          {fill(words.newHere, {
            createAccount: <Link href={paths.signUp({ returnTo })}>{words.createAccount}</Link>,
          })}
        </p>
      }
    >
      <SignInForm
        id={formId}
        identifier={identifier}
        isWaiting={freshCode.isPending}
        onNotConfirmed={sendFreshCode}
        onChallenge={goToChallenge}
        wayOut={
          <Link href={paths.forgotPassword({ returnTo })} onClick={goToForgotPassword}>
            {words.forgotPassword}
          </Link>
        }
      >
        {refuse =>
          supportsPasskeys() && (
            <div className="button-place">
              <p className="or">{words.or}</p>
              <Suspense>
                <PasskeyWays form={formId} onChallenge={goToChallenge} onRefused={refuse} />
              </Suspense>
            </div>
          )
        }
      </SignInForm>
    </Screen>
  )
}

function ArrivalNotice({ because }: { because: NonNullable<SignInArrival['because']> }) {
  const { signInScreen: words } = useWords()
  const isSurprise = because === 'expired' || because === 'challenge-lost'
  return (
    <Notice tone="calm" icon={isSurprise ? <InfoIcon /> : <CheckIcon />}>
      {words[because]}
    </Notice>
  )
}
