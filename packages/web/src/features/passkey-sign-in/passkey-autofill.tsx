/**
 * Offers a passkey among what the browser fills in: nothing to be seen on the
 * page itself, and nothing to be told when it cannot be done.
 * https://www.w3.org/TR/webauthn-3/#GetAssertion-conditional-mediation
 */
import { AppError } from '@latchkey/core/errors'
import { useIsMutating, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import { takeStep } from '../../api/challenge.ts'
import { abandonPasskey, answerWithPasskey, type PasskeyChallenge } from '../../api/passkeys.ts'
import { autofillQuery } from './passkey-sign-in.ts'

type PasskeyAutofillProps = {
  /** The passkey is right, and the account asks for more. */
  onChallenge: () => void
  /** Somebody has chosen a passkey, and it was of no use. */
  onRefused: (error: AppError) => void
}

export function PasskeyAutofill({ onChallenge, onRefused }: PasskeyAutofillProps) {
  const queryClient = useQueryClient()
  const { data: challenge } = useQuery(autofillQuery())
  // Somebody has chosen another way.
  const isOffered = useIsMutating({ mutationKey: ['sign-in'] }) === 0

  const offer = useEffectEvent(async (challenge: PasskeyChallenge) => {
    try {
      const reply = await answerWithPasskey(challenge, { byAutofill: true })
      if (reply === 'cancelled') return
      takeStep(queryClient, reply)
      if ('challenge' in reply) onChallenge()
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      onRefused(error)
      await queryClient.invalidateQueries(autofillQuery())
    }
  })

  useEffect(() => {
    if (!challenge || !isOffered) return
    void offer(challenge)
    return () => void abandonPasskey()
  }, [challenge, isOffered])

  return null
}
