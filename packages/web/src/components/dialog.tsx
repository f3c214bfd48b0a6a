/**
 * A question that has to be answered before anything else.
 *
 * The browser's own modal dialog: it keeps the focus inside, gives it back
 * when it closes, and closes on Escape. Everything outside of it is silent
 * meanwhile, the page's live region too, so it brings one along.
 */
import { type ReactNode, type SyntheticEvent, useId, useLayoutEffect, useRef } from 'react'
import { Announcer } from './announcer.tsx'
import './dialog.css'

type DialogProps = {
  title: string
  lead?: ReactNode
  /** An answer is on its way, and the question cannot be taken back. */
  isHeld?: boolean
  /** Escape, or what a device has in its place. */
  onCancel: () => void
  children: ReactNode
}

export function Dialog({ title, lead, isHeld = false, onCancel, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()

  // Closed while it still stands in the page: one that is simply taken away keeps the focus.
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])

  function cancel(event: SyntheticEvent) {
    event.preventDefault()
    if (!isHeld) onCancel()
  }

  /** Browsers do not let a page hold somebody for ever: a second Escape closes it all the same. */
  function leave({ currentTarget }: SyntheticEvent<HTMLDialogElement>) {
    if (!currentTarget.open) onCancel()
  }

  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={lead ? `${id}-lead` : undefined}
      onCancel={cancel}
      onClose={leave}
    >
      <Announcer>
        <div className="dialog-head">
          <h2 id={`${id}-title`}>{title}</h2>
          {lead && (
            <div className="lead" id={`${id}-lead`}>
              {lead}
            </div>
          )}
        </div>
        {children}
      </Announcer>
    </dialog>
  )
}
