import { codeLength } from '@latchkey/core/rules/limits'
import { useEffect, useState } from 'react'
import { navigate, useHistoryState, useLocationProperty } from 'wouter/use-browser-location'
import { endCoolDown } from '../api/cool-down.ts'
import { InfoIcon } from '../components/icons.tsx'
import { Link } from '../components/link.tsx'
import { Notice } from '../components/notice.tsx'
import { Screen } from '../components/screen.tsx'
import { ConfirmForm } from '../features/confirm/confirm-form.tsx'
import { ResendCode } from '../features/resend-code/resend-code.tsx'
import { fill, fillText } from '../words/fill.ts'
import { useLaterWords, useWords } from '../words/words.ts'
import { type ConfirmArrival, confirmArrival } from './confirm-arrival.ts'
import { landing, paths } from './paths.ts'
import { useReturnTo } from './use-return-to.ts'
import { usernameInFragment } from './username-in-fragment.ts'

const formId = 'confirm'

/** Reached from signing up or in, or by the link in our email, perhaps in another browser. */
export function ConfirmScreen() {
  const returnTo = useReturnTo()
  const arrival = confirmArrival(useHistoryState<unknown>())
  const fragment = useLocationProperty(() => window.location.hash)
  const [codesSent, setCodesSent] = useState(0)
  const [people, setPeople] = useState(1)

  const { signIn } = useWords()
  const { confirmScreen: words } = useLaterWords()

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

  const isUndelivered = because === 'delivery-failed'
  const resend = (
    <ResendCode
      key={people}
      form={formId}
      isAwaited={!isUndelivered}
      onSent={known => {
        setCodesSent(count => count + 1)
        stayWith(known)
      }}
    />
  )

  return (
    <Screen
      title={isUndelivered ? words.madeTitle : words.title}
      lead={
        isUndelivered ? (
          fillText(words.madeLead, { count: codeLength })
        ) : (
          <Lead username={username} destination={destination} />
        )
      }
      notice={
        because && (
          <Notice tone="calm" icon={<InfoIcon />}>
            {words[because]}
          </Notice>
        )
      }
      footer={
        <>
          {username && (
            <p>
              {fill(words.notYou, {
                username,
                useAnother: (
                  <button className="link" type="button" onClick={forgetUsername}>
                    {words.useAnother}
                  </button>
                ),
              })}
            </p>
          )}
          <p>
            {fill(words.confirmedAlready, {
              signIn: <Link href={paths.signIn({ returnTo })}>{signIn}</Link>,
            })}
          </p>
        </>
      }
    >
      {isUndelivered && resend}
      <ConfirmForm
        key={`${username} ${codesSent}`}
        id={formId}
        username={username}
        onSignedIn={() => navigate(returnTo ?? landing, { replace: true })}
        onConfirmed={identifier =>
          navigate(paths.signIn({ returnTo }), { state: { identifier, because: 'confirmed' } })
        }
      />
      {!isUndelivered && resend}
    </Screen>
  )
}

function Lead({ username, destination }: Pick<ConfirmArrival, 'username' | 'destination'>) {
  const { confirmScreen: words } = useLaterWords()
  if (!username) return fillText(words.lead, { count: codeLength })

  const known = { count: codeLength, username: <strong>{username}</strong> }
  return destination
    ? fill(words.leadSentTo, { ...known, destination: <strong>{destination}</strong> })
    : fill(words.leadFor, known)
}
