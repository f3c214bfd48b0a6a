import type { Session } from '../api/session.ts'
import { Screen } from '../components/screen.tsx'
import { SecretDoor } from '../features/secret/secret-door.tsx'
import { SignOutButton } from '../features/sign-out/sign-out-button.tsx'

export function SecretScreen({ session }: { session: Session }) {
  return (
    <Screen
      title="You are in"
      lead="Only people who have signed in can read this."
      isUnlocked
      footer={
        <div className="foot-row">
          <p>Finished here?</p>
          <SignOutButton />
        </div>
      }
    >
      <SecretDoor session={session} />
    </Screen>
  )
}
