import * as v from 'valibot'
import {
  passkeyNameCharacters,
  passkeyNameMissing,
  passkeyNameTooLong,
  passkeyNameTooMuch,
} from '../sentences/passkey.ts'
import { passkeyNameLength } from './limits.ts'

const noCredentialId = 'This is not the id of a passkey.'

/** The id of a passkey (WebAuthn credential id, base64url). */
export const CredentialId = v.pipe(
  v.string(noCredentialId),
  v.maxLength(1400, noCredentialId),
  v.regex(/^[A-Za-z0-9_-]+$/, noCredentialId),
)

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
  v.string(passkeyNameMissing),
  v.nonEmpty(passkeyNameMissing),
  v.maxLength(passkeyNameLength, passkeyNameTooLong),
  v.regex(/^[^\p{C}]+$/u, passkeyNameCharacters),
  v.check(takesLittleRoom, passkeyNameTooMuch),
)
