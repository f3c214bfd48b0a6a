import { codeLength } from '@latchkey/core/rules/code'
import { useEffect, useState } from 'react'
import { navigate, useHistoryState, useLocationProperty } from 'wouter/use-browser-location'
import { endCoolDown } from '../api/cool-down.ts'
import { InfoIcon } from '../components/icons.tsx'
import { Link } from '../components/link.tsx'
import { Notice } from '../components/notice.tsx'
import { Screen } from '../components/screen.tsx'
import { ConfirmForm } from '../features/confirm/confirm-form.tsx'
import { ResendCode } from '../features/resend-code/resend-code.tsx'
import { type ConfirmArrival, confirmArrival } from './confirm-arrival.ts'
import { landing, paths } from './paths.ts'
import { useReturnTo } from './use-return-to.ts'
import { usernameInFragment } from './username-in-fragment.ts'

const formId = 'confirm'

const notices = {
  'not-confirmed': 'Your account is not confirmed yet, so we have sent you a fresh code.',
  'code-not-sent': 'Your account is not confirmed yet. Enter the code we sent you, or ask for a new one.',
  'delivery-failed': 'Your account is made, but we could not send its code just now. Ask for a new one.',
} as const

/** Reached from signing up or in, or by the link in our email, perhaps in another browser. */
export function ConfirmScreen() {
  const returnTo = useReturnTo()
  const arrival = confirmArrival(useHistoryState<unknown>())
  const fragment = useLocationProperty(() => window.location.hash)
  const [codesSent, setCodesSent] = useState(0)
  const [people, setPeople] = useState(1)

  const { destination, because } = arrival
  const username = arrival.username ?? usernameInFragment(fragment)

  /** Keeps in this history entry what has become known, so that a reload knows it too. */
  const stayWith = (known: ConfirmArrival) =>
    navigate(window.location.pathname + window.location.search, { replace: true, state: known })

  function forgetUsername() {
    endCoolDown('sign-up')
    setPeople(count => count + 1)
    stayWith({})
  }

  // The button that was pressed is gone; what it asked for is the next thing to do.
  useEffect(() => {
    const field = document.forms.namedItem(formId)?.elements.namedItem('username')
    if (people > 1 && field instanceof HTMLElement) field.focus()
  }, [people])

  return (
    <Screen
      title="Check your email"
      lead={
        <>
          Enter the {codeLength}-digit code
          {because !== 'delivery-failed' && (
            <> we sent to {destination ? <strong>{destination}</strong> : 'your email address'}</>
          )}
          {username ? (
            <>
              {' '}
              for <strong>{username}</strong>
            </>
          ) : null}
          .
        </>
      }
      notice={
        because && (
          <Notice tone="calm" icon={<InfoIcon />}>
            {notices[because]}
          </Notice>
        )
      }
      footer={
        <>
          {username && (
            <p>
              Not {username}?{' '}
              <button className="link" type="button" onClick={forgetUsername}>
                Use another username
              </button>
            </p>
          )}
          <p>
            Confirmed already? <Link href={paths.signIn({ returnTo })}>Sign in</Link>
          </p>
        </>
      }
    >
      <ConfirmForm
        key={`${username} ${codesSent}`}
        id={formId}
        username={username}
        onSignedIn={() => navigate(returnTo ?? landing, { replace: true })}
        onConfirmed={identifier =>
          navigate(paths.signIn({ returnTo }), { state: { identifier, because: 'confirmed' } })
        }
      />
      <ResendCode
        key={people}
        form={formId}
        isAwaited={because !== 'delivery-failed'}
        onSent={known => {
          setCodesSent(count => count + 1)
          stayWith(known)
        }}
      />
    </Screen>
  )
}
