import type { ComponentProps, MouseEvent } from 'react'
import { navigate } from 'wouter/use-browser-location'

type LinkProps = ComponentProps<'a'> & {
  href: string
  /** What the next screen is told, in its history entry. */
  state?: unknown
}

/** A way to another of our screens, without loading the page. In a new tab, say, it is the browser's business. */
export function Link({ href, state, onClick, ...link }: LinkProps) {
  function follow(event: MouseEvent<HTMLAnchorElement>) {
    onClick?.(event)
    const { button, metaKey, ctrlKey, altKey, shiftKey } = event
    if (event.defaultPrevented || button !== 0 || metaKey || ctrlKey || altKey || shiftKey) return
    event.preventDefault()
    navigate(href, { state })
  }

  return <a {...link} href={href} onClick={follow} />
}
