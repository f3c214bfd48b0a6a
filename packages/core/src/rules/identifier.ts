import * as v from 'valibot'

/** Cognito takes an alias where it takes a username, and there it allows 128 characters. */
export const identifierMaxLength = 128

/** What a person signs in with: a username or an email address. Only its form is checked, never its existence. */
export const Identifier = v.pipe(
  v.string('Enter your username or email address.'),
  v.nonEmpty('Enter your username or email address.'),
  v.maxLength(identifierMaxLength, `Use at most ${identifierMaxLength} characters.`),
  v.regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u, 'A username or email address has no spaces in it.'),
)
