/**
 * Who is here: the visitor's session, held in the query cache and nowhere else.
 *
 * The ID token never touches storage, so a script that reads storage finds
 * nothing, and closing the tab ends the session here.
 */
import type { Contract, Reply } from '@latchkey/core/contract'
import { type QueryClient, queryOptions } from '@tanstack/react-query'

export type Session = Reply<Contract['signIn']>

/** How the last session went away; absent when there has been none. */
export type Ending = 'expired' | 'signed-out'

export type SessionState = { session: Session } | { session: null; ending?: Ending }

export const sessionQuery = () =>
  queryOptions({
    queryKey: ['session'],
    queryFn: (): SessionState => ({ session: null }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  })

export function startSession(queryClient: QueryClient, session: Session) {
  queryClient.setQueryData(sessionQuery().queryKey, { session })
}

/** Forgets the session and everything that was fetched with it. Without a session it does nothing. */
export function endSession(queryClient: QueryClient, ending: Ending) {
  const { queryKey } = sessionQuery()
  if (!queryClient.getQueryData(queryKey)?.session) return

  const ended: SessionState = { session: null, ending }
  queryClient.setQueryData(queryKey, ended)
  queryClient.removeQueries({ predicate: query => query.queryKey[0] !== queryKey[0] })
}
