import * as v from 'valibot'

const usernameLength = { min: 3, max: 64 } as const

/** A name that is public and permanent. No `@`, so that it can never pass for somebody's address. */
export const Username = v.pipe(
  v.string('Enter a username.'),
  v.nonEmpty('Enter a username.'),
  v.minLength(usernameLength.min, `Use at least ${usernameLength.min} characters.`),
  v.maxLength(usernameLength.max, `Use at most ${usernameLength.max} characters.`),
  v.regex(/^[A-Za-z0-9._-]+$/, 'Use letters, digits, dots, dashes and underscores only.'),
)
