import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { supportsPasskeys } from '../../api/passkey-note.ts'
import { Button } from '../../components/button.tsx'
import { FormMessage } from '../../components/form-message.tsx'
import { Setting } from '../../components/setting.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { fillText } from '../../words/fill.ts'
import { useLaterWords, useSentences, useWords } from '../../words/words.ts'
import { AddPasskeyForm } from './add-passkey-form.tsx'
import { PasskeyItem } from './passkey-item.tsx'
import './passkeys.css'
import { passkeysQuery } from './passkeys.ts'

/** What has become of a passkey. */
type News = { event: 'added' | 'removed'; passkey: string | undefined }

type Step = { name: 'rest'; news?: News } | { name: 'add' }

export function PasskeysSetting() {
  const passkeys = useQuery(passkeysQuery())
  const [step, setStep] = useState<Step>({ name: 'rest' })
  const section = useRef<HTMLElement>(null)
  const { tryAgain } = useWords()
  const { passkeys: words } = useLaterWords()
  const { sentenceOf } = useSentences()
  const canAdd = supportsPasskeys()

  const finish = (news: News) => setStep({ name: 'rest', news })

  /** The passkey has gone, and its buttons with it. */
  function removed(passkey: string | undefined) {
    finish({ event: 'removed', passkey })
    section.current?.focus()
  }

  const inWords = ({ event, passkey = words.unnamed }: News) => fillText(words[event], { name: passkey })

  return (
    <Setting
      ref={section}
      title={words.title}
      summary={<p>{canAdd ? words.purpose : words.unsupported}</p>}
      action={canAdd ? words.add : undefined}
      isIdle={!passkeys.data}
      onOpen={() => setStep({ name: 'add' })}
      news={step.name === 'rest' && step.news ? inWords(step.news) : undefined}
      panel={
        step.name === 'add' ? (
          <AddPasskeyForm
            onAdded={passkey => finish({ event: 'added', passkey })}
            onCancel={() => setStep({ name: 'rest' })}
          />
        ) : undefined
      }
    >
      {passkeys.isPending && (
        <p className="passkeys-none">
          <Skeleton of={words.none} />
        </p>
      )}
      {passkeys.data?.length === 0 && <p className="passkeys-none">{words.none}</p>}
      {passkeys.data && passkeys.data.length > 0 && (
        <ul className="passkeys">
          {passkeys.data.map(passkey => (
            <PasskeyItem key={passkey.id} passkey={passkey} onRemoved={removed} />
          ))}
        </ul>
      )}
      {passkeys.isLoadingError && (
        <>
          <FormMessage message={sentenceOf(passkeys.error)} />
          <div>
            <Button isWaiting={passkeys.isFetching} onClick={() => passkeys.refetch()}>
              {tryAgain}
            </Button>
          </div>
        </>
      )}
    </Setting>
  )
}
