/** Keeps the session alive and the tabs of the browser in step, on whatever screen the visitor is. */
import { signOut } from '@latchkey/core/routes/session'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { call } from '../api/call.ts'
import { notePresence, presence } from '../api/presence.ts'
import { adopt, endSession, forget, inTurn, refreshSession, sessionQuery } from '../api/session.ts'
import { hearTabs } from '../api/tabs.ts'
import { useDeadline } from '../hooks/use-deadline.ts'

/** A token is replaced this long before it expires: a minute is ample for a request that fails once or twice. */
const headStartMs = 60_000
const retryMs = 10_000

export function SessionKeeper() {
  const queryClient = useQueryClient()
  const { data } = useQuery(sessionQuery())
  const session = data?.session ?? null
  const [retry, setRetry] = useState({ idToken: '', atMs: 0 })

  const dueMs = session && Date.parse(session.expiresAt) - headStartMs
  useDeadline(retry.idToken === session?.idToken ? retry.atMs : dueMs, () => {
    if (!session) return
    refreshSession(queryClient, session).catch(() =>
      // Only a definite refusal ends the session, and that has happened by now.
      setRetry({ idToken: session.idToken, atMs: Date.now() + retryMs }),
    )
  })

  useEffect(
    () =>
      hearTabs(news => {
        // A tab that was opened before or after a deploy may tell what is not known here.
        if (news.news === 'session') adopt(queryClient, news.session)
        if (news.news === 'ended') forget(queryClient, news.ending)
      }),
    [queryClient],
  )

  useEffect(() => {
    // A page that comes back as it was left may have missed that its session ended.
    const comeBack = ({ persisted }: PageTransitionEvent) => {
      if (persisted && presence() !== 'signed-in') endSession(queryClient, 'signed-out')
    }
    window.addEventListener('pageshow', comeBack)
    return () => window.removeEventListener('pageshow', comeBack)
  }, [queryClient])

  useEffect(() => {
    if (presence() === 'leaving') void finishSignOut()
  }, [])

  return null
}

/** A sign-out that did not reach the API when it was asked for. */
async function finishSignOut() {
  await inTurn(async () => {
    if (presence() !== 'leaving') return
    await call(signOut, {}).then(
      () => notePresence(undefined),
      // The next visit tries again.
      () => {},
    )
  })
}
