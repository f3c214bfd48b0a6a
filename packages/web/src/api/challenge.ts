/**
 * What the account asks for between the password and the session.
 *
 * It stands for a password that was right, so it is held in memory and nowhere
 * else: a reload begins anew.
 */
import { challengeMinutes } from '@latchkey/core/lifetimes'
import type { Challenge, SignedIn } from '@latchkey/core/routes/sign-in'
import { type QueryClient, queryOptions, type SkipToken, skipToken } from '@tanstack/react-query'
import { startSession } from './session.ts'

export type PendingChallenge = {
  challenge: Challenge
  /** The username or email address that was typed, where one was. */
  identifier?: string | undefined
}

/** Put here by a step of a sign-in, and never fetched. */
export const challengeQuery = () =>
  queryOptions({
    queryKey: ['challenge'],
    queryFn: skipToken as SkipToken | (() => PendingChallenge | null),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: challengeMinutes * 60_000,
  })

const { queryKey } = challengeQuery()

/** Goes on with what a step of a sign-in has come to: a session, or the next thing that is asked for. */
export function takeStep(queryClient: QueryClient, signedIn: SignedIn, identifier?: string) {
  if ('challenge' in signedIn) {
    const pending: PendingChallenge = { challenge: signedIn.challenge, identifier }
    queryClient.setQueryData(queryKey, pending)
  } else {
    startSession(queryClient, signedIn)
    forgetChallenge(queryClient)
  }
}

export const forgetChallenge = (queryClient: QueryClient) => queryClient.setQueryData(queryKey, null)
