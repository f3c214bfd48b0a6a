import type { ReactNode } from 'react'
import { Confirmation } from '../../components/confirmation.tsx'
import { useGuardedMutation } from '../../hooks/use-guarded-mutation.ts'
import { signOutEverywhereMutation } from './sign-out.ts'

type SignOutEverywhereFormProps = {
  /** What it would mean, where something else has to be said first. */
  children?: ReactNode
  onRefrain: () => void
}

export function SignOutEverywhereForm({
  children = 'This ends your session on every device, and here too.',
  onRefrain,
}: SignOutEverywhereFormProps) {
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
      {children}
    </Confirmation>
  )
}
