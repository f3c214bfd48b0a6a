/**
 * What a person may type. The same rules run in the browser, to help, and in
 * the functions, to decide.
 *
 * Nothing is trimmed or re-cased here: a form may tidy a name before it sends
 * it, a password is taken as it was typed.
 */
import * as v from 'valibot'

const usernameLength = { min: 3, max: 64 } as const

/** Cognito takes an alias where it takes a username, and there it allows 128 characters. */
const emailMaxLength = 128

/** Characters, counted as Unicode code points. The pool is configured with the same minimum. */
export const passwordLength = { min: 12, max: 256 } as const

export const codeLength = 6

/** A name that is public and permanent. No `@`, so that it can never pass for somebody's address. */
export const Username = v.pipe(
  v.string('Enter a username.'),
  v.nonEmpty('Enter a username.'),
  v.minLength(usernameLength.min, `Use at least ${usernameLength.min} characters.`),
  v.maxLength(usernameLength.max, `Use at most ${usernameLength.max} characters.`),
  v.regex(/^[A-Za-z0-9._-]+$/, 'Use letters, digits, dots, dashes and underscores only.'),
)

export const Email = v.pipe(
  v.string('Enter an email address.'),
  v.nonEmpty('Enter an email address.'),
  v.maxLength(emailMaxLength, `Use an address of at most ${emailMaxLength} characters.`),
  v.email('Enter a complete email address, like name@example.com.'),
)

/** What a person signs in with: a username or an email address. Only its form is checked, never its existence. */
export const Identifier = v.pipe(
  v.string('Enter your username or email address.'),
  v.nonEmpty('Enter your username or email address.'),
  v.maxLength(emailMaxLength, `Use at most ${emailMaxLength} characters.`),
  v.regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u, 'A username or email address has no spaces in it.'),
)

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

/** A password to be compared with the one that is set. */
export const CurrentPassword = v.pipe(
  v.string('Enter your password.'),
  v.nonEmpty('Enter your password.'),
  v.maxLength(passwordLength.max, `Use at most ${passwordLength.max} characters.`),
)

/** The code from a message. */
export const Code = v.pipe(
  v.string('Enter the code.'),
  v.nonEmpty('Enter the code.'),
  v.regex(new RegExp(`^[0-9]{${codeLength}}$`), `Enter the ${codeLength} digits of the code.`),
)
