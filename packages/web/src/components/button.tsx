import type { ComponentProps } from 'react'
import './button.css'

type ButtonProps = Omit<ComponentProps<'button'>, 'type' | 'className' | 'disabled' | 'aria-disabled'> & {
  /** Seen, but without effect; it keeps the focus. */
  isIdle?: boolean
  isWaiting?: boolean
  /** For the main thing on its screen, and for what cannot be undone. */
  tone?: 'main' | 'danger' | undefined
}

/** Does something other than to send a form: quietly, unless it is the main thing on its screen. */
export function Button({
  isIdle = false,
  isWaiting = false,
  tone,
  onClick,
  children,
  ...button
}: ButtonProps) {
  const isHeld = isIdle || isWaiting
  return (
    <button
      {...button}
      className={`button button-${tone === 'main' ? tone : 'quiet'}`}
      data-tone={tone}
      type="button"
      aria-disabled={isHeld}
      // The second half of a double click is not meant for what has just come up under it.
      onClick={event => !isHeld && event.detail < 2 && onClick?.(event)}
    >
      {children}
      {isWaiting && <span className="spinner" aria-hidden="true" />}
    </button>
  )
}
