import { useEffect, useEffectEvent } from 'react'

/** `setTimeout` counts in 32 bits and calls at once beyond them. */
const longestTimeoutMs = 2 ** 31 - 1

/**
 * Calls back when a moment passes, after a sleep of the computer too, where
 * timers have stood still.
 *
 * A moment that is over when it is first heard of does nothing: then this
 * device's clock is not to be trusted, and whoever set the moment will tell.
 */
export function useDeadline(momentMs: number | null, onPassed: () => void) {
  const passed = useEffectEvent(onPassed)

  useEffect(() => {
    if (momentMs === null || momentMs <= Date.now()) return
    let timer = 0

    const look = () => {
      window.clearTimeout(timer)
      const leftMs = momentMs - Date.now()
      if (leftMs <= 0) passed()
      else timer = window.setTimeout(look, Math.min(leftMs, longestTimeoutMs))
    }
    look()
    document.addEventListener('visibilitychange', look)
    return () => {
      window.clearTimeout(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [momentMs])
}
