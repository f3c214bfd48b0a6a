/** What is told about a password that is to be set, and about what its change has come to. */
import { passwordLength } from '../rules/limits.ts'

export const newPasswordMissing = 'Enter a password.'
export const passwordTooShort = `Use at least ${passwordLength.min} characters.` as const
export const passwordSpaces = 'Leave out spaces: they cannot be part of a password here.'
export const passwordTooWeak = 'Choose another password: this one is too weak.'
export const passwordTooCommon = 'Choose another password: this one is too easy to guess.'
export const passwordOfNames =
  'Choose another password: this one is little more than your username, your email address or our name.'

/** The rules for a new password, before anything is typed. */
export const ruleLength = `At least ${passwordLength.min} characters` as const
export const ruleSpaces = 'No spaces'

export const resetOthersMayLiveOn =
  'Your new password is set, but we could not end your other sessions. Sign in, then sign out everywhere on your account page.'
export const changeOthersMayLiveOn =
  'Your password is changed. Other devices may still be signed in: sign out everywhere to be sure.'
export const changeSignedOut =
  'Your password is changed, and you are signed out everywhere. Sign in with the new password.'
