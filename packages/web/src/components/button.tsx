import type { ComponentProps } from 'react'
import './button.css'

type ButtonProps = Omit<ComponentProps<'button'>, 'type' | 'className' | 'disabled' | 'aria-disabled'> & {
  /** Seen, but without effect; it keeps the focus. */
  isIdle?: boolean
  isWaiting?: boolean
  /** For what cannot be undone. */
  tone?: 'danger' | undefined
}

/** A quiet button, for what is not the main thing on its screen. */
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
      className="button button-quiet"
      data-tone={tone}
      type="button"
      aria-disabled={isHeld}
      onClick={isHeld ? undefined : onClick}
    >
      {children}
      {isWaiting && <span className="spinner" aria-hidden="true" />}
    </button>
  )
}
