/**
 * Whether this browser has a session, as far as a script may know: the cookies
 * themselves cannot be read. Without this note every stranger's first visit
 * would begin by asking the API for a session, to be refused.
 *
 * `leaving` stands for a sign-out that has not reached the API yet.
 */
const storageKey = 'latchkey.presence'

export type Presence = 'signed-in' | 'leaving' | undefined

/** For browsers that refuse storage; a reload is a fresh start there. */
let remembered: Presence

export function presence(): Presence {
  try {
    const noted = localStorage.getItem(storageKey)
    return noted === 'signed-in' || noted === 'leaving' ? noted : undefined
  } catch {
    return remembered
  }
}

export function notePresence(next: Presence) {
  remembered = next
  try {
    if (next) localStorage.setItem(storageKey, next)
    else localStorage.removeItem(storageKey)
  } catch {
    // Remembered for as long as the page stands.
  }
}
