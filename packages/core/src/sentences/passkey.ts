/** What is told about passkeys and their names. */
import { passkeyNameLength } from '../rules/limits.ts'

export const passkeyNameMissing = 'Enter a name.'
export const passkeyNameTooLong = `Use at most ${passkeyNameLength} characters.` as const
export const passkeyNameCharacters = 'Use letters, digits, punctuation and spaces only.'
export const passkeyNameTooMuch = 'That name takes up too much room. Use a shorter one.'
export const passkeyUnknown = 'There is no such passkey.'
export const passkeyRefused = 'That passkey could not be added. Try again.'
export const passkeyFailed = 'That passkey did not work here. Use your password.'
export const passkeysTooMany = 'Your account has as many passkeys as it can have. Remove one first.'
