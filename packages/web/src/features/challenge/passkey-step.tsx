import { useMutation } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef } from 'react'
import type { PasskeyChallenge } from '../../api/passkeys.ts'
import { Button } from '../../components/button.tsx'
import { FormMessage } from '../../components/form-message.tsx'
import { useLaterWords, useSentences } from '../../words/words.ts'
import { passkeyMutation } from './challenge.ts'

/** Asks for the passkey at once. Some browsers want a press of a button first, and a dialog can be closed. */
export function PasskeyStep({ challenge }: { challenge: PasskeyChallenge }) {
  const answer = useMutation(passkeyMutation())
  const { challenge: words } = useLaterWords()
  const { sentenceOf } = useSentences()
  const asked = useRef<string>(undefined)

  const ask = useEffectEvent((challenge: PasskeyChallenge) => {
    if (asked.current === challenge.session) return
    asked.current = challenge.session
    answer.mutate(challenge)
  })

  useEffect(() => ask(challenge), [challenge])

  return (
    <>
      <FormMessage message={answer.error ? sentenceOf(answer.error) : undefined} />
      <Button isWaiting={answer.isPending} onClick={() => answer.mutate(challenge)}>
        {words[challenge.name].action}
      </Button>
    </>
  )
}
