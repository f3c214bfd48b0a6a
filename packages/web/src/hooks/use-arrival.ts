import { appName } from '@latchkey/core/app-name'
import { useEffect, useRef } from 'react'

/**
 * Names the document after its screen and, when the screen has taken the
 * place of another, moves focus to its heading: a screen reader goes on from
 * there. The first screen leaves focus to the browser, as any page does.
 */
export function useArrival(title: string) {
  const heading = useRef<HTMLHeadingElement>(null)

  useEffect(() => {
    const fullTitle = `${title} · ${appName}`
    if (document.title === fullTitle) return

    const isFirst = document.title === appName
    document.title = fullTitle
    if (!isFirst) heading.current?.focus()
  }, [title])

  return heading
}
