import { appName } from '@latchkey/core/app-name'
import { useEffect, useEffectEvent, useRef } from 'react'

/**
 * Names the document after its screen and, when the screen has taken the
 * place of another, moves focus to its heading: a screen reader goes on from
 * there. The first screen leaves focus to the browser, as any page does.
 */
export function useArrival(title: string) {
  const heading = useRef<HTMLHeadingElement>(null)

  const fullTitle = `${title} · ${appName}`

  const arrive = useEffectEvent(() => {
    const isFirst = document.title === appName
    if (!isFirst && document.title !== fullTitle) heading.current?.focus()
  })

  useEffect(() => arrive(), [])

  // In another language it is the same screen: who is in the middle of it stays where they are.
  useEffect(() => {
    document.title = fullTitle
  }, [fullTitle])

  return heading
}
