/**
 * Whether the connection is away, and for a moment that it is back.
 *
 * When a browser says that it is online, that is a guess; when it says that it
 * is offline, the site may still be there, on the same machine, say. So the
 * site itself is asked before anybody is told.
 */
import { type Query, type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

/** For this long it is told that the connection is back. */
const newsMs = 6000

export function useConnection() {
  const queryClient = useQueryClient()
  const [connection, setConnection] = useState<'away' | 'back'>()

  useEffect(() => {
    let timer = 0
    let isAway = false

    async function look() {
      const isOffline = !navigator.onLine && !(await reachesSite())
      // It may have come back meanwhile.
      if (!isOffline || navigator.onLine) return
      window.clearTimeout(timer)
      isAway = true
      setConnection('away')
    }

    function comeBack() {
      void askAgain(queryClient)
      if (!isAway) return
      isAway = false
      setConnection('back')
      timer = window.setTimeout(setConnection, newsMs)
    }

    void look()
    window.addEventListener('offline', look)
    window.addEventListener('online', comeBack)
    return () => {
      window.clearTimeout(timer)
      window.removeEventListener('offline', look)
      window.removeEventListener('online', comeBack)
    }
  }, [queryClient])

  return { connection, dismiss: () => setConnection(undefined) }
}

const reachesSite = () =>
  fetch('/', { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(3000) }).then(
    () => true,
    () => false,
  )

/** What has failed is refetched anyway. What waits for its next attempt need not wait any longer. */
async function askAgain(queryClient: QueryClient) {
  const waiting = queryClient.getQueryCache().findAll({ predicate: isBetweenAttempts })
  await Promise.all(waiting.map(query => query.cancel()))
  await Promise.all(waiting.map(({ queryKey }) => queryClient.refetchQueries({ queryKey, exact: true })))
}

const isBetweenAttempts = ({ state }: Query) =>
  state.fetchStatus === 'fetching' && state.fetchFailureCount > 0
