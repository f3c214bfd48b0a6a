/** What is told about a name that may be a username or an address. */
import { identifierMaxLength } from '../rules/limits.ts'

export const identifierMissing = 'Enter your username or email address.'
export const identifierTooLong = `Use at most ${identifierMaxLength} characters.` as const
export const identifierSpaces = 'A username or email address has no spaces in it.'
