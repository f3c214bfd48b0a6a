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

/** Characters: at least so many Unicode code points, at most so many UTF-16 code units. The pool has the same minimum. */
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

/** What a sign-in of several steps has come to. Opaque; the functions know what is in it. */
export const ChallengeSession = v.pipe(
  v.string('Sign in again.'),
  v.nonEmpty('Sign in again.'),
  v.maxLength(4096, 'Sign in again.'),
)

const noCredentialId = 'This is not the id of a passkey.'

/** The id of a passkey (WebAuthn credential id, base64url). */
export const CredentialId = v.pipe(
  v.string(noCredentialId),
  v.maxLength(1400, noCredentialId),
  v.regex(/^[A-Za-z0-9_-]+$/, noCredentialId),
)

const passkeyNameLength = 40

/**
 * In UTF-8, quotes escaped twice over: the names of up to twenty passkeys go
 * along in every ID token, which has to stay below 4 kB. Forty letters of the
 * Latin alphabet are far from it; of letters of three bytes there is room for 25.
 */
const passkeyNameBytes = 77

function takesLittleRoom(name: string) {
  const claim = JSON.stringify(JSON.stringify(name)).slice(3, -3)
  return encodeURIComponent(claim).replace(/%../g, '.').length <= passkeyNameBytes
}

/** What somebody calls a passkey, to know it again. */
export const PasskeyName = v.pipe(
  v.string('Enter a name.'),
  v.nonEmpty('Enter a name.'),
  v.maxLength(passkeyNameLength, `Use at most ${passkeyNameLength} characters.`),
  v.regex(/^[^\p{C}]+$/u, 'Use letters, digits, punctuation and spaces only.'),
  v.check(takesLittleRoom, 'That name takes up too much room. Use a shorter one.'),
)
