/**
 * What a pool asks of passkeys.
 * https://www.w3.org/TR/webauthn-3/
 */
import type { Pool } from '../pool.ts'

export type PasskeySettings = NonNullable<Pool['passkeys']>

/** ES256 and RS256, as COSE numbers them. */
export const algorithms: readonly number[] = [-7, -257]

/** A passkey that stands for two factors is one of them only with the person's finger or PIN. */
export const demandsVerification = ({ userVerification, countAsTwoFactors }: PasskeySettings) =>
  userVerification === 'required' || countAsTwoFactors

/**
 * Whether pages of this origin may use the relying party's passkeys: its id is
 * their domain or one above it. Browsers want HTTPS, except on this machine,
 * which they trust as it is.
 */
export function isOriginOf(relyingPartyId: string, origin: string) {
  const url = URL.parse(origin)
  if (url?.origin !== origin) return false
  const { protocol, hostname } = url
  if (protocol === 'http:') return hostname === 'localhost' && relyingPartyId === 'localhost'
  return protocol === 'https:' && (hostname === relyingPartyId || hostname.endsWith(`.${relyingPartyId}`))
}
