import { usePathname } from 'wouter/use-browser-location'
import { Link } from './link.tsx'
import './navigation.css'

type NavigationProps = {
  /** What it leads through. */
  label: string
  pages: readonly { path: string; title: string }[]
}

/** The ways between pages that belong together; the one that is open is marked. */
export function Navigation({ label, pages }: NavigationProps) {
  const here = usePathname()

  return (
    <nav className="navigation" aria-label={label}>
      {pages.map(({ path, title }) => (
        <Link key={path} href={path} aria-current={path === here ? 'page' : undefined}>
          {title}
        </Link>
      ))}
    </nav>
  )
}
