import { useMutation } from '@tanstack/react-query'
import { Button } from '../../components/button.tsx'
import { useLaterWords } from '../../words/words.ts'
import { signOutMutation } from './sign-out.ts'

export function SignOutButton() {
  const signOut = useMutation(signOutMutation())
  const { signOut: words } = useLaterWords()

  return (
    <Button isWaiting={signOut.isPending} onClick={() => signOut.mutate()}>
      {words.here}
    </Button>
  )
}
