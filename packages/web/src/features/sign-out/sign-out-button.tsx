import { useMutation } from '@tanstack/react-query'
import { Button } from '../../components/button.tsx'
import { signOutMutation } from './sign-out.ts'

export function SignOutButton() {
  const signOut = useMutation(signOutMutation())
  return (
    <Button isWaiting={signOut.isPending} onClick={() => signOut.mutate()}>
      Sign out
    </Button>
  )
}
