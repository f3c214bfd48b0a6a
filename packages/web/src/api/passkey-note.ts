/**
 * What a page can know about passkeys without asking anybody: whether this
 * browser can use them, and whether one has been used or made here before. The
 * note of that has no name in it; who it was, only the API can tell.
 */
const storageKey = 'latchkey.passkey'

export const supportsPasskeys = () => typeof window.PublicKeyCredential === 'function'

export function isPasskeyKnown(): boolean {
  try {
    return localStorage.getItem(storageKey) !== null
  } catch {
    return false
  }
}

/** Call when a passkey has been used or made here. */
export function notePasskey() {
  try {
    localStorage.setItem(storageKey, 'known')
  } catch {
    // Then none is offered by itself next time; the button is there.
  }
}

/** Call when there is none any more. */
export function forgetPasskey() {
  try {
    localStorage.removeItem(storageKey)
  } catch {
    // What was never stored need not be removed.
  }
}
