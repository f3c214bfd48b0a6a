/** How long things that people type may be. */

/** Digits of a code. */
export const codeLength = 6

/** Characters: at least so many Unicode code points, at most so many UTF-16 code units. The pool has the same minimum. */
export const passwordLength = { min: 12, max: 256 } as const

export const usernameLength = { min: 3, max: 64 } as const

/** Cognito takes an alias where it takes a username, and there it allows 128 characters. */
export const identifierMaxLength = 128

export const passkeyNameLength = 40
