import type { Body } from '@latchkey/core/endpoint'
import { signInChallenge } from '@latchkey/core/routes/sign-in-challenge'
import { mutationOptions, type QueryClient } from '@tanstack/react-query'
import { call } from '../../api/call.ts'
import { challengeQuery, forgetChallenge, takeStep } from '../../api/challenge.ts'
import { answerWithPasskey, type PasskeyChallenge } from '../../api/passkeys.ts'
import { inTurn } from '../../api/session.ts'

/** Answering a challenge starts the session, or brings the next challenge; without either, the sign-in begins anew. */
export const challengeMutation = () =>
  mutationOptions({
    mutationKey: ['sign-in', 'challenge'],
    mutationFn: (body: Body<typeof signInChallenge>) => inTurn(() => call(signInChallenge, { body })),
    onSuccess: (reply, _body, _result, { client }) => takeStep(client, reply, identifierOf(client)),
    onError: (error, _body, _result, { client }) => {
      if (error.code === 'challenge_expired') forgetChallenge(client)
    },
  })

export const passkeyMutation = () =>
  mutationOptions({
    mutationKey: ['sign-in', 'challenge'],
    mutationFn: (challenge: PasskeyChallenge) => answerWithPasskey(challenge),
    onSuccess: (reply, _challenge, _result, { client }) => {
      if (reply !== 'cancelled') takeStep(client, reply, identifierOf(client))
    },
    onError: (error, _challenge, _result, { client }) => {
      if (error.code === 'challenge_expired') forgetChallenge(client)
    },
  })

const identifierOf = (client: QueryClient) => client.getQueryData(challengeQuery().queryKey)?.identifier
