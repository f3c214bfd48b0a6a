import { useEffect, useState } from 'react'

const secondsUntil = (momentMs: number) => Math.max(0, Math.ceil((momentMs - Date.now()) / 1000))

/** The whole seconds until a moment, once a second; 0 from then on. */
export function useCountdown(momentMs: number): number {
  const [seconds, setSeconds] = useState(() => secondsUntil(momentMs))

  useEffect(() => {
    setSeconds(secondsUntil(momentMs))
    if (secondsUntil(momentMs) === 0) return

    const timer = setInterval(() => {
      const left = secondsUntil(momentMs)
      setSeconds(left)
      if (left === 0) clearInterval(timer)
    }, 1000)
    return () => clearInterval(timer)
  }, [momentMs])

  return seconds
}
