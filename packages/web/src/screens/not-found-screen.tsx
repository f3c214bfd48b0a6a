import { Link } from '../components/link.tsx'
import { Screen } from '../components/screen.tsx'
import { useLaterWords } from '../words/words.ts'
import { paths } from './paths.ts'

export function NotFoundScreen() {
  const { notFound: words } = useLaterWords()

  return (
    <Screen title={words.title} lead={words.lead}>
      <Link className="button button-main" href={paths.home}>
        {words.action}
      </Link>
    </Screen>
  )
}
