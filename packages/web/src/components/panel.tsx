import { type ReactNode, useEffect, useRef } from 'react'
import './panel.css'

type PanelProps = {
  /** What it is about. */
  label: string
  /** The id of what is read out with the label. */
  describedBy?: string
  /** Where to go on: at the first field, or at the beginning, where there is something to read first. */
  opensAt?: 'field' | 'beginning'
  children: ReactNode
}

/** A place on the screen that opens for one change, and takes the focus. */
export function Panel({ label, describedBy, opensAt = 'field', children }: PanelProps) {
  const panel = useRef<HTMLFieldSetElement>(null)

  useEffect(() => {
    const field =
      opensAt === 'field' && panel.current?.querySelector<HTMLElement>('input:not([tabindex="-1"])')
    ;(field || panel.current)?.focus()
  }, [opensAt])

  return (
    <fieldset ref={panel} className="panel" aria-label={label} aria-describedby={describedBy} tabIndex={-1}>
      {children}
    </fieldset>
  )
}

/** What can be done, side by side: the main thing first. */
export const Actions = ({ children }: { children: ReactNode }) => <div className="actions">{children}</div>
