import { QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { usePathname } from 'wouter/use-browser-location'
import { Announcer } from '../components/announcer.tsx'
import { CrashBoundary } from './crash-boundary.tsx'
import { deferred } from './deferred.tsx'
import { createQueryClient } from './query-client.ts'
import { Routes } from './routes.tsx'
import { SessionKeeper } from './session-keeper.tsx'
import { SiteHead } from './site-head.tsx'

/** Fetched at once, to be there when the connection goes. */
const PageFoot = deferred(() => import('./page-foot.tsx').then(foot => foot.PageFoot))

export function App() {
  const [queryClient] = useState(createQueryClient)
  const path = usePathname()

  return (
    <QueryClientProvider client={queryClient}>
      <Announcer>
        <SessionKeeper />
        <SiteHead />
        <CrashBoundary key={path}>
          <Routes />
        </CrashBoundary>
        <footer className="site-foot">
          <CrashBoundary isQuiet>
            <PageFoot />
          </CrashBoundary>
        </footer>
      </Announcer>
    </QueryClientProvider>
  )
}
