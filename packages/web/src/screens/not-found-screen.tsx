import { Link } from '../components/link.tsx'
import { Screen } from '../components/screen.tsx'
import { paths } from './paths.ts'

export function NotFoundScreen() {
  return (
    <Screen
      title="There is no door here"
      lead="This address leads nowhere. It may be mistyped, or the page has moved."
    >
      <Link className="button button-main" href={paths.home}>
        Go to the start
      </Link>
    </Screen>
  )
}
