import { type MouseEvent, type ReactNode, useEffect, useState } from 'react'
import { useWords } from '../words/words.ts'
import './button.css'

type SubmitButtonProps = {
  isWaiting: boolean
  /** It waits for the visitor, who may take their time. */
  isAsking?: boolean
  /** For what cannot be undone. */
  tone?: 'danger'
  children: ReactNode
}

/**
 * Sends its form once. While it waits it is disabled in name only: a button
 * that is really disabled loses the focus, and with it a keyboard's place.
 */
export function SubmitButton({ isWaiting, isAsking = false, tone, children }: SubmitButtonProps) {
  const holdBack = (event: MouseEvent) => {
    // The second half of a double click is not meant for a question that has just come up under it.
    if (isWaiting || event.detail > 1) event.preventDefault()
  }

  return (
    <>
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
      {isWaiting && !isAsking && <Patience />}
    </>
  )
}

const usualMs = 5000

/** Stands empty at first: a region that arrives together with its text is often not read out. */
function Patience() {
  const { slow } = useWords()
  const [isSlow, setIsSlow] = useState(false)

  useEffect(() => {
    const timer = setTimeout(setIsSlow, usualMs, true)
    return () => clearTimeout(timer)
  }, [])

  return (
    <p className="patience" role="status">
      {isSlow && slow}
    </p>
  )
}
