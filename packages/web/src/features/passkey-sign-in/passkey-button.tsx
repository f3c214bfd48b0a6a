import type { AppError } from '@latchkey/core/errors'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { MouseEvent } from 'react'
import { Button } from '../../components/button.tsx'
import { formValues } from '../../components/form-values.ts'
import { InfoIcon } from '../../components/icons.tsx'
import { Notice } from '../../components/notice.tsx'
import { useAnnounce } from '../../hooks/use-announce.ts'
import { useWords } from '../../words/words.ts'
import { passkeySignInMutation } from './passkey-sign-in.ts'

type PasskeyButtonProps = {
  /** The id of the form that may have a username. */
  form: string
  /** The passkey is right, and the account asks for more. */
  onChallenge: (typed?: string) => void
  onRefused: (error: AppError) => void
}

/** A dialog that is closed is no failure: the visitor is back where they were. */
export function PasskeyButton({ form, onChallenge, onRefused }: PasskeyButtonProps) {
  const queryClient = useQueryClient()
  const signIn = useMutation(passkeySignInMutation())
  const announce = useAnnounce()
  const { signInScreen: words } = useWords()

  function begin({ currentTarget }: MouseEvent<HTMLButtonElement>) {
    if (!currentTarget.form || queryClient.isMutating({ mutationKey: ['sign-in'] })) return
    const { username } = formValues(currentTarget.form, { trim: ['username'] })

    signIn.mutate(String(username), {
      onSuccess: (outcome, typed) => {
        if (outcome === 'none') announce(words.noPasskey)
        else if (outcome !== 'cancelled' && 'challenge' in outcome) onChallenge(typed)
      },
      onError: onRefused,
    })
  }

  return (
    <>
      <Button form={form} isWaiting={signIn.isPending} onClick={begin}>
        {words.withPasskey}
      </Button>
      {signIn.data === 'none' && (
        <Notice tone="calm" icon={<InfoIcon />}>
          {words.noPasskey}
        </Notice>
      )}
    </>
  )
}
