/** What is told about email addresses. */
import { identifierMaxLength } from '../rules/limits.ts'

export const emailMissing = 'Enter an email address.'
export const emailTooLong = `Use an address of at most ${identifierMaxLength} characters.` as const
export const emailIncomplete = 'Enter a complete email address, like name@example.com.'
export const emailUnusable = 'This address cannot be used. Check it, or use another one.'
export const emailOfAnother = 'This address cannot be used for your account. Use another one.'
export const emailUnchanged = 'That is your address already.'
export const usernameOrEmailUnusable = 'The username or the email address cannot be used. Check both.'
