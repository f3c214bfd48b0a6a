import { navigate } from 'wouter/use-browser-location'
import { endCoolDown, startCoolDown } from '../api/cool-down.ts'
import { Link } from '../components/link.tsx'
import { Screen } from '../components/screen.tsx'
import { SignUpForm } from '../features/sign-up/sign-up-form.tsx'
import type { ConfirmArrival } from './confirm-arrival.ts'
import { paths } from './paths.ts'
import { useReturnTo } from './use-return-to.ts'

export function SignUpScreen() {
  const returnTo = useReturnTo()

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
      title="Create your account"
      footer={
        <p>
          Have an account? <Link href={paths.signIn({ returnTo })}>Sign in</Link>
        </p>
      }
    >
      <SignUpForm onSignedUp={goToConfirm} />
    </Screen>
  )
}
