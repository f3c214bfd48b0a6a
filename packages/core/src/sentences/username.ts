/** What is told about usernames. */
import { usernameLength } from '../rules/limits.ts'

export const usernameMissing = 'Enter a username.'
export const usernameTooShort = `Use at least ${usernameLength.min} characters.` as const
export const usernameTooLong = `Use at most ${usernameLength.max} characters.` as const
export const usernameCharacters = 'Use letters, digits, dots, dashes and underscores only.'
export const usernameOfAnother = 'That is not your username.'
