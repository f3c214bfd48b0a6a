import * as v from 'valibot'
import {
  newPasswordMissing,
  passwordSpaces,
  passwordTooShort,
  ruleLength,
  ruleSpaces,
} from '../sentences/new-password.ts'
import { passwordTooLong } from '../sentences/password.ts'
import { passwordLength } from './limits.ts'

/**
 * What a new password has to be, one by one, so that a form can tick them off.
 *
 * Length is the only rule about its strength, after NIST SP 800-63B; white
 * space is refused because Cognito refuses it.
 */
export const passwordRules = [
  {
    label: ruleLength,
    message: passwordTooShort,
    isMet: (password: string) => [...password].length >= passwordLength.min,
  },
  {
    label: ruleSpaces,
    message: passwordSpaces,
    isMet: (password: string) => /^\S+$/.test(password),
  },
] as const

const [longEnough, withoutSpaces] = passwordRules

/** A password to be set. */
export const NewPassword = v.pipe(
  v.string(newPasswordMissing),
  v.nonEmpty(newPasswordMissing),
  v.check(longEnough.isMet, longEnough.message),
  v.maxLength(passwordLength.max, passwordTooLong),
  v.check(withoutSpaces.isMet, withoutSpaces.message),
)
