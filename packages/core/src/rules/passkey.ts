import * as v from 'valibot'

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
