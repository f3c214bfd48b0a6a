/**
 * A quiet message at the lower edge of the page, about the page as a whole.
 *
 * Its region is there before there is anything to say, as the announcer's is:
 * one that arrives together with its text is often not read out. It takes no
 * focus, and what has the focus is moved out from under it.
 */
import { type ReactNode, useEffect } from 'react'
import { Button } from './button.tsx'
import { CloseIcon } from './icons.tsx'
import './toast.css'

type ToastProps = {
  /** Nothing to say: nothing is seen. */
  message?: Message | undefined
  closeLabel: string
  onClose: () => void
}

export type Message = {
  text: string
  icon: ReactNode
  action?: { words: string; onAct: () => void }
}

export function Toast({ message, closeLabel, onClose }: ToastProps) {
  const { text, icon, action } = message ?? {}

  useEffect(() => {
    if (text) document.querySelector(':focus')?.scrollIntoView({ block: 'nearest' })
  }, [text])

  return (
    <div className="toast-place">
      <div className={message && 'toast'}>
        {icon}
        <p className="toast-text" role="status">
          {text}
        </p>
        {action && <Button onClick={action.onAct}>{action.words}</Button>}
        {message && (
          <button className="toast-close" type="button" aria-label={closeLabel} onClick={onClose}>
            <CloseIcon />
          </button>
        )}
      </div>
    </div>
  )
}
