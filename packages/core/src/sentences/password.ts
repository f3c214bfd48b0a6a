/** What is told about a password that is set. */
import { passwordLength } from '../rules/limits.ts'

export const passwordMissing = 'Enter your password.'
export const passwordTooLong = `Use at most ${passwordLength.max} characters.` as const
export const passwordNotCurrent = 'That is not your current password.'
