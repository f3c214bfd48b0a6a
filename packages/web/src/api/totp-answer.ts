/** The code of an authenticator app, in answer to a challenge. It starts the session, as every sign-in does. */
import type { Challenge } from '@latchkey/core/routes/sign-in'
import { signInChallenge } from '@latchkey/core/routes/sign-in-challenge'
import { mutationOptions } from '@tanstack/react-query'
import { call } from './call.ts'
import { inTurn, startSession } from './session.ts'

export type TotpChallenge = Extract<Challenge, { name: 'TOTP' }>

export const totpAnswerMutation = ({ name, session }: TotpChallenge) =>
  mutationOptions({
    mutationKey: ['totp-answer'],
    mutationFn: ({ code }: { code: string }) =>
      inTurn(() => call(signInChallenge, { body: { name, session, code } })),
    onSuccess: (reply, _code, _result, { client }) => {
      if ('idToken' in reply) startSession(client, reply)
    },
  })
