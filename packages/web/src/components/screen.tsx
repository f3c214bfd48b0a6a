import { type ReactNode, useId } from 'react'
import { useArrival } from '../hooks/use-arrival.ts'
import { Card } from './card.tsx'

type ScreenProps = {
  title: string
  lead?: ReactNode
  /** Beside the title. */
  figure?: ReactNode
  /** What happened on the way here. Like the lead, it is read out with the heading. */
  notice?: ReactNode
  /** The way to another screen. */
  footer?: ReactNode
  /** The card is a door: its bolt stands out until a visitor has been let in. */
  isUnlocked?: boolean
  /** There is more on the card than one thing to do. */
  isWide?: boolean
  children?: ReactNode
}

export function Screen({
  title,
  lead,
  figure,
  notice,
  footer,
  isUnlocked = false,
  isWide = false,
  children,
}: ScreenProps) {
  const heading = useArrival(title)
  const id = useId()
  const described = [lead && `${id}-lead`, notice && `${id}-notice`].filter(Boolean).join(' ')

  return (
    <main className="screen" data-unlocked={isUnlocked} data-wide={isWide}>
      <Card
        head={
          <>
            {figure}
            <h1 ref={heading} tabIndex={-1} aria-describedby={described || undefined}>
              {title}
            </h1>
            {lead && (
              <p className="lead" id={`${id}-lead`}>
                {lead}
              </p>
            )}
          </>
        }
        notice={notice && <div id={`${id}-notice`}>{notice}</div>}
        footer={footer}
      >
        {children}
      </Card>
    </main>
  )
}
