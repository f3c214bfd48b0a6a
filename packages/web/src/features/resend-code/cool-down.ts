/**
 * When the next code may be asked for.
 *
 * The moment is kept for this tab, so that a reload does not start the wait
 * anew, or end it. It says nothing about anybody.
 */

const storageKey = 'latchkey.next-code-at'

const coolDownSeconds = 60

/** For browsers that refuse storage; it lasts until the next reload. */
let remembered = 0

/** Call when a code has been sent, or when the server has said how long to wait. */
export function startCoolDown(seconds: number = coolDownSeconds) {
  remembered = Date.now() + seconds * 1000
  try {
    sessionStorage.setItem(storageKey, String(remembered))
  } catch {
    // Without storage the wait is still kept, only not over a reload.
  }
}

/** Call when the wait was somebody else's. */
export function endCoolDown() {
  remembered = 0
  try {
    sessionStorage.removeItem(storageKey)
  } catch {
    // What was never stored need not be removed.
  }
}

/** The moment from which a code may be asked for; in the past when it may be now. */
export function coolDownEndMs(): number {
  try {
    return Number(sessionStorage.getItem(storageKey)) || remembered
  } catch {
    return remembered
  }
}
