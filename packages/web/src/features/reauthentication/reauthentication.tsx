/**
 * Lets the visitor sign in again where a change wants it, without leaving what
 * they are doing: `useGuardedMutation` asks for it.
 */
import type { AppError } from '@latchkey/core/errors'
import { type ReactNode, useCallback, useRef, useState } from 'react'
import { ReauthenticateContext } from '../../hooks/use-guarded-mutation.ts'
import { ReauthenticationDialog } from './reauthentication-dialog.tsx'

type Question = { proceed: () => void; decline: () => void }

type ReauthenticationProps = {
  /** Undefined as long as it is not known; until then nothing is asked. */
  username: string | undefined
  /** There is a passkey to sign in with. */
  hasPasskey: boolean
  children: ReactNode
}

export function Reauthentication({ username, hasPasskey, children }: ReauthenticationProps) {
  const [question, setQuestion] = useState<Question>()
  const answer = useRef<Promise<void>>(undefined)

  // One answer is enough for everything that was refused meanwhile.
  const reauthenticate = useCallback((refusal: AppError) => {
    answer.current ??= new Promise<void>((resolve, reject) => {
      setQuestion({ proceed: resolve, decline: () => reject(refusal) })
    }).finally(() => {
      answer.current = undefined
      setQuestion(undefined)
    })
    return answer.current
  }, [])

  return (
    <ReauthenticateContext value={reauthenticate}>
      {children}
      {question && username !== undefined && (
        <ReauthenticationDialog
          username={username}
          hasPasskey={hasPasskey}
          onSignedIn={question.proceed}
          onCancel={question.decline}
        />
      )}
    </ReauthenticateContext>
  )
}
