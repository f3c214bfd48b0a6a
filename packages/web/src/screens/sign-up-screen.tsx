import { navigate } from 'wouter/use-browser-location'
import { endCoolDown, startCoolDown } from '../api/cool-down.ts'
import { Link } from '../components/link.tsx'
import { Screen } from '../components/screen.tsx'
import { SignUpForm } from '../features/sign-up/sign-up-form.tsx'
import { fill } from '../words/fill.ts'
import { useLaterWords, useWords } from '../words/words.ts'
import type { ConfirmArrival } from './confirm-arrival.ts'
import { paths } from './paths.ts'
import { useReturnTo } from './use-return-to.ts'

export function SignUpScreen() {
  const returnTo = useReturnTo()
  const { signIn } = useWords()
  const { signUp: words } = useLaterWords()

  function goToConfirm({ username, destination }: { username: string; destination?: string | undefined }) {
    const arrival: ConfirmArrival = destination
      ? { username, destination }
      : { username, because: 'delivery-failed' }
    if (destination) startCoolDown('sign-up')
    else endCoolDown('sign-up')
    navigate(paths.confirm({ returnTo }), { state: arrival })
  }

  return (
    <Screen
      title={words.title}
      footer={
        <p>{fill(words.haveAccount, { signIn: <Link href={paths.signIn({ returnTo })}>{signIn}</Link> })}</p>
      }
    >
      <SignUpForm onSignedUp={goToConfirm} />
    </Screen>
  )
}
