import { AppError } from '@latchkey/core/errors'
import { fieldMessages } from '@latchkey/core/field-messages'
import { challengeMinutes } from '@latchkey/core/lifetimes'
import type { SignedIn } from '@latchkey/core/routes/sign-in'
import { signInPasskey as row } from '@latchkey/core/routes/sign-in-passkey'
import { mutationOptions, queryOptions } from '@tanstack/react-query'
import * as v from 'valibot'
import { call } from '../../api/call.ts'
import { takeStep } from '../../api/challenge.ts'
import { forgetPasskey } from '../../api/passkey-note.ts'
import { answerWithPasskey, type PasskeyChallenge, supportsPasskeyAutofill } from '../../api/passkeys.ts'
import { usernameBeforePasskey } from '../../words/sentences/passkeys.ts'

/** Takes what was typed as the username; where nothing was, it is about whoever last used a passkey here. */
export const passkeySignInMutation = () =>
  mutationOptions({
    mutationKey: ['sign-in', 'passkey'],
    mutationFn: signInByPasskey,
    onSuccess: (outcome, typed, _result, { client }) => {
      if (typeof outcome === 'object') takeStep(client, outcome, typed)
    },
  })

async function signInByPasskey(typed: string): Promise<SignedIn | 'cancelled' | 'none'> {
  const input = v.safeParse(row.body, typed ? { username: typed } : {})
  if (!input.success) {
    throw new AppError('invalid_request', undefined, { fields: fieldMessages(input.issues) })
  }

  const { challenge } = await call(row, { body: input.output })
  if (challenge?.name === 'WEB_AUTHN') return answerWithPasskey(challenge)
  if (typed) return 'none'
  throw new AppError('invalid_request', undefined, {
    fields: { username: usernameBeforePasskey },
  })
}

/** A challenge is replaced this long before it ends, so that none runs out under somebody's finger. */
const renewalMs = challengeMinutes * 60_000 - 15_000

/**
 * What a passkey of the browser's autofill has to answer; null where there is
 * no such autofill, or where nobody has used a passkey here after all.
 */
export const autofillQuery = () =>
  queryOptions({
    queryKey: ['passkey-autofill'],
    queryFn: async ({ signal }): Promise<PasskeyChallenge | null> => {
      if (!(await supportsPasskeyAutofill())) return null

      const { challenge } = await call(row, { body: {}, signal })
      if (challenge?.name === 'WEB_AUTHN') return challenge
      forgetPasskey()
      return null
    },
    retry: false,
    staleTime: renewalMs,
    gcTime: renewalMs,
    refetchInterval: ({ state }) => (state.data ? renewalMs : false),
  })
