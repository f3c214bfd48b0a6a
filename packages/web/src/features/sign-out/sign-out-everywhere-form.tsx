import { Confirmation } from '../../components/confirmation.tsx'
import { useGuardedMutation } from '../../hooks/use-guarded-mutation.ts'
import { signOutEverywhereMutation } from './sign-out.ts'

export function SignOutEverywhereForm({ onRefrain }: { onRefrain: () => void }) {
  const signOut = useGuardedMutation(signOutEverywhereMutation())

  return (
    <Confirmation
      label="Sign out everywhere"
      action="Sign out everywhere"
      refrain="Stay signed in"
      isWaiting={signOut.isPending}
      error={signOut.error}
      onConfirm={() => signOut.mutate(undefined)}
      onRefrain={onRefrain}
    >
      This ends your session on every device, and here too.
    </Confirmation>
  )
}
