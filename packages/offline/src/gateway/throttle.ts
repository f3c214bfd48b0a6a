import type { Clock } from '../clock.ts'
import type { Throttle } from '../config/model.ts'

/** Takes a request's token; `false` when there is none left. Without a limit there is always one. */
export function createThrottle(limit: Throttle | undefined, clock: Clock): () => boolean {
  if (!limit) return () => true
  const { ratePerSecond, burst } = limit
  let tokens = burst
  let filledAtMs = clock.now()

  return () => {
    const nowMs = clock.now()
    tokens = Math.min(burst, tokens + ((nowMs - filledAtMs) / 1000) * ratePerSecond)
    filledAtMs = nowMs
    if (tokens < 1) return false
    tokens -= 1
    return true
  }
}
