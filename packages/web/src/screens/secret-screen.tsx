import { Screen } from '../components/screen.tsx'
import { SecretDoor } from '../features/secret/secret-door.tsx'
import { useLaterWords } from '../words/words.ts'

export function SecretScreen() {
  const { secret: words } = useLaterWords()

  return (
    <Screen title={words.title} lead={words.lead} isUnlocked>
      <SecretDoor />
    </Screen>
  )
}
