import { useEffect, useRef } from 'react'

/** Moves the focus to the first field of what has just come, for somebody to go on typing. */
export function useFirstField<Element extends HTMLElement>() {
  const place = useRef<Element>(null)

  useEffect(() => {
    place.current?.querySelector<HTMLElement>('input:not([tabindex="-1"])')?.focus()
  }, [])

  return place
}
