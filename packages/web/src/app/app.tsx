import { QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { endSession, sessionQuery } from '../api/session.ts'
import { Announcer } from '../components/announcer.tsx'
import { Mark } from '../components/mark.tsx'
import { useDeadline } from '../hooks/use-deadline.ts'
import { paths } from '../screens/paths.ts'
import { CrashBoundary } from './crash-boundary.tsx'
import { createQueryClient } from './query-client.ts'
import { Routes } from './routes.tsx'

export function App() {
  const [queryClient] = useState(createQueryClient)

  return (
    <QueryClientProvider client={queryClient}>
      <Announcer>
        <SessionClock />
        <header className="site-head">
          <Link className="brand" href={paths.home}>
            <Mark />
            Latchkey
          </Link>
        </header>
        <CrashBoundary>
          <Routes />
        </CrashBoundary>
      </Announcer>
    </QueryClientProvider>
  )
}

/** Lets the session go at its hour, on whatever screen that finds the visitor. */
function SessionClock() {
  const queryClient = useQueryClient()
  const { data } = useQuery(sessionQuery())
  const expiresAtMs = data?.session ? Date.parse(data.session.expiresAt) : null

  useDeadline(expiresAtMs, () => endSession(queryClient, 'expired'))
  return null
}
