/**
 * Who is here: the visitor's session, held in the query cache and nowhere else.
 *
 * The ID token never touches storage, so a script that reads storage finds
 * nothing. What outlives a reload are the cookies, which no script can read,
 * and a note that there are some: `presence.ts`.
 */
import type { Session } from '@latchkey/core/endpoint'
import { AppError } from '@latchkey/core/errors'
import { refreshSession as refreshRow } from '@latchkey/core/routes/session'
import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { call } from './call.ts'
import { notePresence, presence } from './presence.ts'
import { unreadable } from './refusals.ts'
import { tellTabs } from './tabs.ts'

/** How the last session went away; absent when there has been none. */
export type Ending = 'expired' | 'signed-out' | 'deleted'

export type SessionState =
  | {
      session: Session
      /** It has ended but in name: the visitor is answering a challenge to go on with a new one. */
      isOnHold?: true
    }
  | { session: null; ending?: Ending }

/**
 * Restored from the cookies when the page is loaded, by one refresh. As long
 * as nobody can tell whether there is a session, there is no answer.
 */
export const sessionQuery = () =>
  queryOptions({
    queryKey: ['session'],
    queryFn: restore,
    // Somebody without a session need not wait for that to be told: the first screen is there at once.
    initialData: () => (presence() === 'signed-in' ? undefined : stranger),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    retry: true,
    retryDelay: attempts => Math.min(1000 * 2 ** attempts, 15_000),
  })

const { queryKey } = sessionQuery()

const lockName = 'latchkey.session'

/**
 * Runs what may change the cookies: one at a time in the whole browser, so that
 * no answer that comes late puts old cookies in the place of new ones.
 */
export const inTurn = <T>(work: () => Promise<T>): Promise<T> =>
  navigator.locks.request(lockName, work) as Promise<T>

export const currentSession = (queryClient: QueryClient): Session | null =>
  queryClient.getQueryData(queryKey)?.session ?? null

/** A sign-in has worked, here. */
export function startSession(queryClient: QueryClient, session: Session) {
  notePresence('signed-in')
  adopt(queryClient, session)
  tellTabs({ news: 'session', session })
}

/**
 * Keeps the page as it is while the visitor answers a challenge for a session
 * in the place of this one, which has ended. The other tabs cannot answer it.
 */
export function holdSession(queryClient: QueryClient) {
  const session = currentSession(queryClient)
  if (!session) return
  const held: SessionState = { session, isOnHold: true }
  queryClient.setQueryData(queryKey, held)
  tellTabs({ news: 'ended', ending: 'expired' })
}

/** Forgets the session and everything that was fetched with it, in every tab. Without a session it does nothing. */
export function endSession(queryClient: QueryClient, ending: Ending) {
  if (!currentSession(queryClient)) return
  notePresence(undefined)
  forget(queryClient, ending)
  tellTabs({ news: 'ended', ending })
}

/**
 * A session in the place of `old`, from the cookies or from another tab that
 * was faster. A definite refusal ends the session; after any other failure it
 * stands as it was.
 */
export async function refreshSession(queryClient: QueryClient, old: Session): Promise<Session> {
  const renewed = await navigator.locks.request(lockName, { ifAvailable: true }, isFree =>
    isFree ? renew(queryClient, old) : undefined,
  )
  if (renewed) return renewed

  // Another tab is at it, most likely, and its news may come a little later than its turn ends.
  return inTurn(async () => {
    await newsAfter(queryClient, old)
    return renew(queryClient, old)
  })
}

async function renew(queryClient: QueryClient, old: Session): Promise<Session> {
  const current = queryClient.getQueryData(queryKey)
  if (!current?.session) throw new AppError('session_ended')
  if (current.session.idToken !== old.idToken) return current.session
  if (current.isOnHold) throw new AppError('reauthentication_required')

  try {
    const session = await call(refreshRow, {})
    startSession(queryClient, session)
    return session
  } catch (error) {
    if (isDefinite(error)) endSession(queryClient, 'expired')
    throw error
  }
}

/** Resolves when the session is another one than `old`, and after a second in any case. */
function newsAfter(queryClient: QueryClient, old: Session): Promise<void> {
  return new Promise(resolve => {
    const look = () => {
      if (currentSession(queryClient)?.idToken !== old.idToken) stop()
    }
    const stop = () => {
      clearTimeout(timer)
      unsubscribe()
      resolve()
    }
    const timer = setTimeout(stop, 1000)
    const unsubscribe = queryClient.getQueryCache().subscribe(look)
    look()
  })
}

/** Takes over what another tab has come to. A session of nobody is refused: that which there is stands. */
export function adopt(queryClient: QueryClient, session: Session) {
  const before = currentSession(queryClient)
  const sub = subOf(session)
  void queryClient.cancelQueries({ queryKey })
  queryClient.setQueryData(queryKey, { session })
  if (before && subOf(before) !== sub) removeOthers(queryClient)
}

export function forget(queryClient: QueryClient, ending: Ending) {
  void queryClient.cancelQueries({ queryKey })
  const ended: SessionState = { session: null, ending }
  queryClient.setQueryData(queryKey, ended)
  removeOthers(queryClient)
}

const stranger: SessionState = { session: null }

async function restore(): Promise<SessionState> {
  return inTurn(async () => {
    try {
      const session = await call(refreshRow, {})
      tellTabs({ news: 'session', session })
      return { session }
    } catch (error) {
      if (!isDefinite(error)) throw error
      notePresence(undefined)
      return { session: null, ending: 'expired' }
    }
  })
}

const isDefinite = (error: unknown) => error instanceof AppError && error.code === 'session_ended'

function removeOthers(queryClient: QueryClient) {
  queryClient.removeQueries({ predicate: query => query.queryKey[0] !== queryKey[0] })
}

/** The user's permanent id, as the token has it. */
export function subOf({ idToken }: Session): unknown {
  try {
    const payload = idToken.split('.')[1] ?? ''
    return JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))).sub
  } catch (error) {
    throw unreadable(error)
  }
}
