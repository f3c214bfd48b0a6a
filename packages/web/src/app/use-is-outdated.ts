/**
 * Whether a deploy has put another page in the place of this one. It is looked
 * at when a file of ours cannot be loaded: the page that stands knows the files
 * by their old names.
 * https://vite.dev/guide/build#load-error-handling
 */
import { useEffect, useState } from 'react'

export function useIsOutdated() {
  const [isOutdated, setIsOutdated] = useState(false)

  useEffect(() => {
    const look = async () => setIsOutdated(await isReplaced())
    window.addEventListener('vite:preloadError', look)
    return () => window.removeEventListener('vite:preloadError', look)
  }, [])

  return { isOutdated, dismiss: () => setIsOutdated(false) }
}

async function isReplaced(): Promise<boolean> {
  try {
    const response = await fetch('/', { cache: 'no-store' })
    const page = await response.text()
    const scripts = Array.from(document.scripts, ({ src }) => src && new URL(src).pathname)
    return response.ok && scripts.some(path => !page.includes(path))
  } catch {
    // The connection is away, not the file.
    return false
  }
}
