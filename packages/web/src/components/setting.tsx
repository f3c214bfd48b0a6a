import {
  createContext,
  type ReactNode,
  type Ref,
  useContext,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react'
import { Button } from './button.tsx'
import { DoneNotice } from './done-notice.tsx'
import './setting.css'

/** The id of the setting that was changed last, and a way to say that it is another. */
const LatestContext = createContext<[latest: string | undefined, (id: string) => void]>([undefined, () => {}])

/** Groups of them, one below the other. News of a change stay until the next change is begun. */
export function Settings({ children }: { children: ReactNode }) {
  const latest = useState<string>()
  return (
    <LatestContext value={latest}>
      <div className="settings">{children}</div>
    </LatestContext>
  )
}

type SettingsGroupProps = { title: string; lead: ReactNode; children: ReactNode }

export const SettingsGroup = ({ title, lead, children }: SettingsGroupProps) => (
  <div className="settings-group">
    <div className="settings-group-head">
      <h2>{title}</h2>
      <p>{lead}</p>
    </div>
    <div className="settings-list">{children}</div>
  </div>
)

type SettingProps = {
  /** The section: where to go on reading when something in it has gone. */
  ref?: Ref<HTMLElement>
  title: string
  /** How it stands. */
  summary: ReactNode
  /** Has a `name` of its own for those who hear it without the title beside it. */
  action?: { words: string; name?: string; tone?: 'danger' | undefined } | undefined
  /** Nothing can be changed as long as it is not known how things stand. */
  isIdle?: boolean
  /** The way there takes a moment. */
  isWaiting?: boolean
  onOpen?: () => void
  /** In the place of the action, while something is being changed. */
  panel?: ReactNode
  /** What the last change has come to. */
  news?: string | undefined
  children?: ReactNode
}

/** Something about the account that can be changed in place. */
export function Setting(props: SettingProps) {
  const { ref, title, summary, action, isIdle, isWaiting, onOpen, panel, news, children } = props
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const isOpen = Boolean(panel)
  const wasOpen = useRef(isOpen)
  const [latest, setLatest] = useContext(LatestContext)

  useEffect(() => {
    if (isOpen || news) setLatest(id)
  }, [isOpen, news, id, setLatest])

  useEffect(() => {
    if (wasOpen.current && !isOpen) button.current?.focus()
    wasOpen.current = isOpen
  }, [isOpen])

  return (
    <section ref={ref} className="setting" aria-labelledby={id} tabIndex={-1}>
      <div className="setting-head">
        <div className="setting-words">
          <h3 id={id}>{title}</h3>
          {summary}
        </div>
        {action && !isOpen && (
          <Button
            ref={button}
            aria-label={action.name}
            tone={action.tone}
            isIdle={isIdle ?? false}
            isWaiting={isWaiting ?? false}
            onClick={onOpen}
          >
            {action.words}
          </Button>
        )}
      </div>
      {news && !isOpen && latest === id && <DoneNotice message={news} />}
      {children}
      {panel}
    </section>
  )
}
