import { appName } from '@latchkey/core/app-name'
import { useQuery } from '@tanstack/react-query'
import { sessionQuery } from '../api/session.ts'
import { Link } from '../components/link.tsx'
import { Mark } from '../components/mark.tsx'
import { paths } from '../screens/paths.ts'
import { CrashBoundary } from './crash-boundary.tsx'
import { deferred } from './deferred.tsx'

const MemberBar = deferred(() => import('./member-bar.tsx').then(bar => bar.MemberBar))

export function SiteHead() {
  const { data } = useQuery(sessionQuery())

  return (
    <header className="site-head">
      <Link className="brand" href={paths.home}>
        <Mark />
        <span className="brand-name">{appName}</span>
      </Link>
      {data?.session && (
        <CrashBoundary isQuiet>
          <MemberBar />
        </CrashBoundary>
      )}
    </header>
  )
}
