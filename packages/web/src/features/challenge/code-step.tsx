import { useMutation } from '@tanstack/react-query'
import { CodeForm } from '../../components/code-form.tsx'
import { useLaterWords } from '../../words/words.ts'
import { challengeMutation } from './challenge.ts'

/** The code that an authenticator app shows. */
export function CodeStep({ challenge }: { challenge: { name: 'TOTP' | 'MFA_SETUP'; session: string } }) {
  const { name, session } = challenge
  const answer = useMutation(challengeMutation())
  const words = useLaterWords()

  return (
    <CodeForm
      action={words.continue}
      isWaiting={answer.isPending}
      onCode={(code, refuse) => answer.mutate({ name, session, code }, { onError: refuse })}
    />
  )
}
