import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { supportsPasskeys } from '../../api/passkey-note.ts'
import { Button } from '../../components/button.tsx'
import { FormError } from '../../components/form-error.tsx'
import { Placeholder } from '../../components/placeholder.tsx'
import { Setting } from '../../components/setting.tsx'
import { sentenceOf } from '../../hooks/use-issues.ts'
import { AddPasskeyForm } from './add-passkey-form.tsx'
import { PasskeyItem } from './passkey-item.tsx'
import './passkeys.css'
import { passkeysQuery } from './passkeys.ts'

type Step = { name: 'rest'; news?: string } | { name: 'add' }

const purpose = 'Sign in with your fingerprint, your face or your screen lock.'
const unsupported = 'This browser cannot make passkeys. You can add one in another browser.'

export function PasskeysSetting() {
  const passkeys = useQuery(passkeysQuery())
  const [step, setStep] = useState<Step>({ name: 'rest' })
  const section = useRef<HTMLElement>(null)
  const canAdd = supportsPasskeys()

  const finish = (news: string) => setStep({ name: 'rest', news })

  /** The passkey has gone, and its buttons with it. */
  function removed(name: string) {
    finish(`“${name}” is removed. If your device offers it again, delete it there, too.`)
    section.current?.focus()
  }

  return (
    <Setting
      ref={section}
      title="Passkeys"
      summary={<p>{canAdd ? purpose : unsupported}</p>}
      action={canAdd ? { words: 'Add', rest: 'a passkey' } : undefined}
      isIdle={!passkeys.data}
      onOpen={() => setStep({ name: 'add' })}
      news={step.name === 'rest' ? step.news : undefined}
      panel={
        step.name === 'add' ? (
          <AddPasskeyForm
            onAdded={name => finish(`“${name}” is added. You can sign in with it from now on.`)}
            onCancel={() => setStep({ name: 'rest' })}
          />
        ) : undefined
      }
    >
      {passkeys.isPending && (
        <p className="passkeys-none">
          <Placeholder of="You have no passkey yet." />
        </p>
      )}
      {passkeys.data?.length === 0 && <p className="passkeys-none">You have no passkey yet.</p>}
      {passkeys.data && passkeys.data.length > 0 && (
        <ul className="passkeys">
          {passkeys.data.map(passkey => (
            <PasskeyItem key={passkey.id} passkey={passkey} onRemoved={removed} />
          ))}
        </ul>
      )}
      {passkeys.isLoadingError && (
        <>
          <FormError message={sentenceOf(passkeys.error)} />
          <div>
            <Button isWaiting={passkeys.isFetching} onClick={() => passkeys.refetch()}>
              Try again
            </Button>
          </div>
        </>
      )}
    </Setting>
  )
}
