/**
 * Answers that leave at fixed moments, so that how long they took does not tell
 * what was done for them.
 *
 * Cognito writes and sends a message where there is somebody, and where there
 * is nobody it has nothing to do: the same words would come back sooner.
 */
import { setTimeout } from 'node:timers/promises'

/**
 * Milliseconds, counted from the arrival of the request. Longer than a message
 * usually takes, with the function that writes it: what takes even longer
 * leaves on the next beat, and would tell.
 */
export const beatMs = 1000

/** What comes of `work`, a failure too, on the first beat after it is done. */
export async function onTheBeat<T>(work: () => Promise<T>): Promise<T> {
  const arrivedAt = performance.now()
  try {
    return await work()
  } finally {
    await setTimeout(beatMs - ((performance.now() - arrivedAt) % beatMs))
  }
}
