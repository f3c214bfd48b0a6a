import type { Clock } from '../clock.ts'
import type { RestRoute } from '../config/model.ts'

/** A token bucket, as API Gateway counts: `burst` at once, refilled at the steady rate. */
export function createThrottle({ ratePerSecond, burst }: NonNullable<RestRoute['throttle']>, clock: Clock) {
  let tokens = burst
  let filledAtMs = clock.now()

  /** Takes a request's token; `false` when there is none left. */
  return (): boolean => {
    const nowMs = clock.now()
    tokens = Math.min(burst, tokens + ((nowMs - filledAtMs) / 1000) * ratePerSecond)
    filledAtMs = nowMs
    if (tokens < 1) return false
    tokens -= 1
    return true
  }
}
