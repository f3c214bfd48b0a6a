import type { ReactNode } from 'react'
import { Confirmation } from '../../components/confirmation.tsx'
import { useGuardedMutation } from '../../hooks/use-guarded-mutation.ts'
import { useLaterWords } from '../../words/words.ts'
import { signOutEverywhereMutation } from './sign-out.ts'

type SignOutEverywhereFormProps = {
  /** What it would mean, where something else has to be said first. */
  children?: ReactNode
  onRefrain: () => void
}

export function SignOutEverywhereForm({ children, onRefrain }: SignOutEverywhereFormProps) {
  const signOut = useGuardedMutation(signOutEverywhereMutation())
  const { signOut: words } = useLaterWords()

  return (
    <Confirmation
      label={words.everywhere}
      action={words.everywhere}
      refrain={words.refrain}
      isWaiting={signOut.isPending}
      error={signOut.error}
      onConfirm={() => signOut.mutate(undefined)}
      onRefrain={onRefrain}
    >
      {children ?? words.meaning}
    </Confirmation>
  )
}
