import * as v from 'valibot'

/** Characters: at least so many Unicode code points, at most so many UTF-16 code units. The pool has the same minimum. */
export const passwordLength = { min: 12, max: 256 } as const

/** A password to be compared with the one that is set. */
export const CurrentPassword = v.pipe(
  v.string('Enter your password.'),
  v.nonEmpty('Enter your password.'),
  v.maxLength(passwordLength.max, `Use at most ${passwordLength.max} characters.`),
)
