import { AlertIcon, CheckIcon, InfoIcon } from '../components/icons.tsx'
import { LanguageSelect } from '../components/language-select.tsx'
import { type Message, Toast } from '../components/toast.tsx'
import { useLaterWords } from '../words/words.ts'
import { useConnection } from './use-connection.ts'
import { useIsOutdated } from './use-is-outdated.ts'

/** The language, and news: what no first look at the page needs. */
export const PageFoot = () => (
  <>
    <LanguageSelect />
    <PageNews />
  </>
)

/** What concerns the page as a whole, on whatever screen the visitor is: the latest that matters most. */
function PageNews() {
  const { connection: connectionWords, newVersion, close } = useLaterWords()
  const { connection, dismiss: dismissConnection } = useConnection()
  const { isOutdated, dismiss: dismissVersion } = useIsOutdated()

  const messages = {
    away: { icon: <AlertIcon />, text: connectionWords.away },
    back: { icon: <CheckIcon />, text: connectionWords.back },
    newVersion: {
      icon: <InfoIcon />,
      text: newVersion.text,
      action: { words: newVersion.action, onAct: () => window.location.reload() },
    },
  } satisfies Record<string, Message>
  const news = connection ?? (isOutdated && 'newVersion')

  return (
    <Toast
      message={news ? messages[news] : undefined}
      closeLabel={close}
      onClose={connection ? dismissConnection : dismissVersion}
    />
  )
}
