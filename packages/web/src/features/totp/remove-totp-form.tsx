import { Confirmation } from '../../components/confirmation.tsx'
import { useGuardedMutation } from '../../hooks/use-guarded-mutation.ts'
import { useLaterWords } from '../../words/words.ts'
import { removeTotpMutation } from './totp.ts'

type RemoveTotpFormProps = { onRemoved: () => void; onRefrain: () => void }

export function RemoveTotpForm({ onRemoved, onRefrain }: RemoveTotpFormProps) {
  const remove = useGuardedMutation(removeTotpMutation())
  const { removing: words } = useLaterWords().totp

  return (
    <Confirmation
      label={words.label}
      action={words.action}
      refrain={words.refrain}
      isWaiting={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(undefined, { onSuccess: onRemoved })}
      onRefrain={onRefrain}
    >
      {words.meaning}
    </Confirmation>
  )
}
