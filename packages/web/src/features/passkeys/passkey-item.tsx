import { useEffect, useRef, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Confirmation } from '../../components/confirmation.tsx'
import { useGuardedMutation } from '../../hooks/use-guarded-mutation.ts'
import { fill, fillText } from '../../words/fill.ts'
import { useLaterWords, useLocale } from '../../words/words.ts'
import { type Passkey, removePasskeyMutation } from './passkeys.ts'

type PasskeyItemProps = { passkey: Passkey; onRemoved: (name: string | undefined) => void }

export function PasskeyItem({ passkey, onRemoved }: PasskeyItemProps) {
  const { passkeys: words } = useLaterWords()
  const locale = useLocale()
  const { id, name = words.unnamed, device, createdAt } = passkey
  const [isAsking, setIsAsking] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const hasAsked = useRef(false)

  useEffect(() => {
    if (hasAsked.current && !isAsking) button.current?.focus()
    hasAsked.current = isAsking
  }, [isAsking])

  const inWords = new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(new Date(createdAt))
  const date = <time dateTime={createdAt}>{inWords}</time>

  return (
    <li className="passkey">
      <div className="passkey-words">
        <strong>{name}</strong>
        <p>
          {device === 'unknown'
            ? fill(words.addedOn, { date })
            : fill(words.deviceAddedOn, { device: words.devices[device], date })}
        </p>
      </div>
      {isAsking ? (
        <RemovePasskeyForm
          id={id}
          name={name}
          onRemoved={() => onRemoved(passkey.name)}
          onRefrain={() => setIsAsking(false)}
        />
      ) : (
        <Button
          ref={button}
          aria-label={fillText(words.remove.name, { name })}
          onClick={() => setIsAsking(true)}
        >
          {words.remove.words}
        </Button>
      )}
    </li>
  )
}

type RemovePasskeyFormProps = { id: string; name: string; onRemoved: () => void; onRefrain: () => void }

function RemovePasskeyForm({ id, name, onRemoved, onRefrain }: RemovePasskeyFormProps) {
  const remove = useGuardedMutation(removePasskeyMutation())
  const { removing: words } = useLaterWords().passkeys

  /** By the time that it has worked the list has lost this form, and with it the callbacks of `mutate`. */
  function confirm() {
    remove.mutateAsync({ id }).then(onRemoved, () => {
      // Shown as the error that it is.
    })
  }

  return (
    <Confirmation
      label={fillText(words.label, { name })}
      action={words.action}
      refrain={words.refrain}
      isWaiting={remove.isPending}
      error={remove.error}
      onConfirm={confirm}
      onRefrain={onRefrain}
    >
      {words.meaning}
    </Confirmation>
  )
}
