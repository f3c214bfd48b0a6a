import { Username } from '@latchkey/core/rules'
import { useMutation } from '@tanstack/react-query'
import * as v from 'valibot'
import { Link, useLocation } from 'wouter'
import { useHistoryState } from 'wouter/use-browser-location'
import { CheckIcon, InfoIcon } from '../components/icons.tsx'
import { Notice } from '../components/notice.tsx'
import { Screen } from '../components/screen.tsx'
import { resendCodeMutation } from '../features/resend-code/resend-code.ts'
import { SignInForm } from '../features/sign-in/sign-in-form.tsx'
import { type ConfirmArrival, paths, signInArrival } from './paths.ts'
import { useReturnTo } from './use-return-to.ts'

const notices = {
  confirmed: ['Your account is confirmed. Sign in to open the door.', CheckIcon],
  expired: ['Your session has ended, to keep your account safe. Sign in to go on where you were.', InfoIcon],
  'signed-out': ['You have signed out.', CheckIcon],
} as const

export function SignInScreen() {
  const [, navigate] = useLocation()
  const returnTo = useReturnTo()
  const { identifier, because } = signInArrival(useHistoryState<unknown>())
  const freshCode = useMutation(resendCodeMutation())

  function goToConfirm(arrival: ConfirmArrival) {
    navigate(paths.confirm({ returnTo }), { state: arrival })
  }

  /** Codes are sent to usernames only; somebody known by an address is asked for theirs on the next screen. */
  function sendFreshCode(identifier: string) {
    if (!v.is(Username, identifier)) return goToConfirm({ because: 'code-not-sent' })

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
      title="Sign in"
      notice={because && <ArrivalNotice because={because} />}
      footer={
        <p>
          New here? <Link href={paths.signUp({ returnTo })}>Create an account</Link>
        </p>
      }
    >
      <SignInForm identifier={identifier} isWaiting={freshCode.isPending} onNotConfirmed={sendFreshCode} />
    </Screen>
  )
}

function ArrivalNotice({ because }: { because: keyof typeof notices }) {
  const [text, Icon] = notices[because]
  return (
    <Notice tone="calm" icon={<Icon />}>
      {text}
    </Notice>
  )
}
