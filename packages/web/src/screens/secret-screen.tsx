import { Link } from '../components/link.tsx'
import { Screen } from '../components/screen.tsx'
import { SecretDoor } from '../features/secret/secret-door.tsx'
import { SignOutButton } from '../features/sign-out/sign-out-button.tsx'
import { paths } from './paths.ts'

export function SecretScreen() {
  return (
    <Screen
      title="You are in"
      lead="Only people who have signed in can read this."
      isUnlocked
      footer={
        <div className="foot-row">
          <p>
            <Link href={paths.account}>Your account</Link>
          </p>
          <SignOutButton />
        </div>
      }
    >
      <SecretDoor />
    </Screen>
  )
}
