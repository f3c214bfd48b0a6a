import * as v from 'valibot'
import { passwordLength } from './current-password.ts'

/**
 * What a new password has to be, one by one, so that a form can tick them off.
 *
 * Length is the only rule about its strength, after NIST SP 800-63B; white
 * space is refused because Cognito refuses it.
 */
export const passwordRules = [
  {
    label: `At least ${passwordLength.min} characters`,
    message: `Use at least ${passwordLength.min} characters.`,
    isMet: (password: string) => [...password].length >= passwordLength.min,
  },
  {
    label: 'No spaces',
    message: 'Leave out spaces: they cannot be part of a password here.',
    isMet: (password: string) => /^\S+$/.test(password),
  },
] as const

const [longEnough, withoutSpaces] = passwordRules

/** A password to be set. */
export const NewPassword = v.pipe(
  v.string('Enter a password.'),
  v.nonEmpty('Enter a password.'),
  v.check(longEnough.isMet, longEnough.message),
  v.maxLength(passwordLength.max, `Use at most ${passwordLength.max} characters.`),
  v.check(withoutSpaces.isMet, withoutSpaces.message),
)
