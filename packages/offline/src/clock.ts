/** Where the runtime reads the time, so that a test can move it. Milliseconds since the epoch. */
export type Clock = { now(): number }

export const systemClock: Clock = { now: () => Date.now() }

/** A clock that stands still until it is told to advance. */
export function manualClock(startMs = Date.now()) {
  let nowMs = startMs
  return {
    now: () => nowMs,
    advance({ hours = 0, minutes = 0, seconds = 0 }: { hours?: number; minutes?: number; seconds?: number }) {
      nowMs += ((hours * 60 + minutes) * 60 + seconds) * 1000
    },
  }
}
