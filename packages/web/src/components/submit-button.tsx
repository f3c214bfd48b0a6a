import type { MouseEvent, ReactNode } from 'react'
import './button.css'

type SubmitButtonProps = {
  isWaiting: boolean
  /** For what cannot be undone. */
  tone?: 'danger'
  children: ReactNode
}

/**
 * Sends its form once. While it waits it is disabled in name only: a button
 * that is really disabled loses the focus, and with it a keyboard's place.
 */
export function SubmitButton({ isWaiting, tone, children }: SubmitButtonProps) {
  const holdBack = (event: MouseEvent) => {
    if (isWaiting) event.preventDefault()
  }

  return (
    <button
      className="button button-main"
      data-tone={tone}
      type="submit"
      aria-disabled={isWaiting}
      onClick={holdBack}
    >
      {children}
      {isWaiting && <span className="spinner" aria-hidden="true" />}
    </button>
  )
}
