import { Confirmation } from '../../components/confirmation.tsx'
import { useGuardedMutation } from '../../hooks/use-guarded-mutation.ts'
import { removeTotpMutation } from './totp.ts'

type RemoveTotpFormProps = { onRemoved: () => void; onRefrain: () => void }

export function RemoveTotpForm({ onRemoved, onRefrain }: RemoveTotpFormProps) {
  const remove = useGuardedMutation(removeTotpMutation())

  return (
    <Confirmation
      label="Remove the authenticator app"
      action="Remove it"
      refrain="Keep it"
      isWaiting={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(undefined, { onSuccess: onRemoved })}
      onRefrain={onRefrain}
    >
      Without it, your password alone is enough to sign in.
    </Confirmation>
  )
}
