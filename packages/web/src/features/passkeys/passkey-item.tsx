import { useEffect, useRef, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Confirmation } from '../../components/confirmation.tsx'
import { useGuardedMutation } from '../../hooks/use-guarded-mutation.ts'
import { type Passkey, removePasskeyMutation } from './passkeys.ts'

const devices: Readonly<Record<Passkey['device'], string | undefined>> = {
  'built-in': 'Built into a device',
  phone: 'On a phone or tablet',
  'security-key': 'Security key',
  unknown: undefined,
}

type PasskeyItemProps = { passkey: Passkey; onRemoved: (name: string) => void }

export function PasskeyItem({
  passkey: { id, name = 'Passkey', device, createdAt },
  onRemoved,
}: PasskeyItemProps) {
  const [isAsking, setIsAsking] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const hasAsked = useRef(false)

  useEffect(() => {
    if (hasAsked.current && !isAsking) button.current?.focus()
    hasAsked.current = isAsking
  }, [isAsking])

  return (
    <li className="passkey">
      <div className="passkey-words">
        <strong>{name}</strong>
        <p>
          {devices[device] && `${devices[device]} · `}Added{' '}
          <time dateTime={createdAt}>{dateFormat().format(new Date(createdAt))}</time>
        </p>
      </div>
      {isAsking ? (
        <RemovePasskeyForm
          id={id}
          name={name}
          onRemoved={() => onRemoved(name)}
          onRefrain={() => setIsAsking(false)}
        />
      ) : (
        <Button ref={button} onClick={() => setIsAsking(true)}>
          Remove<span className="visually-hidden"> the passkey {name}</span>
        </Button>
      )}
    </li>
  )
}

type RemovePasskeyFormProps = { id: string; name: string; onRemoved: () => void; onRefrain: () => void }

function RemovePasskeyForm({ id, name, onRemoved, onRefrain }: RemovePasskeyFormProps) {
  const remove = useGuardedMutation(removePasskeyMutation())

  return (
    <Confirmation
      label={`Remove the passkey ${name}`}
      action="Remove it"
      refrain="Keep it"
      isWaiting={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ id }, { onSuccess: onRemoved })}
      onRefrain={onRefrain}
    >
      You can no longer sign in with it then.
    </Confirmation>
  )
}

/** As the visitor writes dates, whatever the language of the page. */
const dateFormat = () => new Intl.DateTimeFormat(navigator.languages, { dateStyle: 'long' })
