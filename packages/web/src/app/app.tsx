import { QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { Announcer } from '../components/announcer.tsx'
import { Link } from '../components/link.tsx'
import { Mark } from '../components/mark.tsx'
import { paths } from '../screens/paths.ts'
import { CrashBoundary } from './crash-boundary.tsx'
import { createQueryClient } from './query-client.ts'
import { Routes } from './routes.tsx'
import { SessionKeeper } from './session-keeper.tsx'

export function App() {
  const [queryClient] = useState(createQueryClient)

  return (
    <QueryClientProvider client={queryClient}>
      <Announcer>
        <SessionKeeper />
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
