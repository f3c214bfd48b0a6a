import * as v from 'valibot'
import { passwordMissing, passwordTooLong } from '../sentences/password.ts'
import { passwordLength } from './limits.ts'

/** A password to be compared with the one that is set. */
export const CurrentPassword = v.pipe(
  v.string(passwordMissing),
  v.nonEmpty(passwordMissing),
  v.maxLength(passwordLength.max, passwordTooLong),
)
