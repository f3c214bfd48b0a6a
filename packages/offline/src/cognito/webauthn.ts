/**
 * What an authenticator says, checked: that it made a new passkey, or that it
 * holds one of old, each time for this challenge and on a page of the relying
 * party.
 * https://www.w3.org/TR/webauthn-3/#sctn-rp-operations
 *
 * The library tells all failures alike, so those that Cognito tells apart are
 * looked for before it.
 */
import { hash } from 'node:crypto'
import {
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import {
  cose,
  decodeAttestationObject,
  decodeClientDataJSON,
  decodeCredentialPublicKey,
  isoBase64URL,
  parseAuthenticatorData,
} from '@simplewebauthn/server/helpers'
import { ServiceError } from './errors.ts'
import { incorrectCredentials, invalidParameter } from './rules/failures.ts'
import { openText } from './rules/open-texts.ts'
import { passkeyName } from './rules/passkey-names.ts'
import { algorithms, demandsVerification, isOriginOf, type PasskeySettings } from './rules/passkeys.ts'
import type { Passkey } from './store/passkeys.ts'

type Expected = { challenge: string; settings: PasskeySettings }

const unreadable = () => invalidParameter('Credential data is not valid')

/** The passkey that was made. Refuses one that is not for this pool, or that it cannot work with. */
export async function readRegistration(
  credential: Readonly<Record<string, unknown>>,
  { challenge, settings }: Expected,
): Promise<Omit<Passkey, 'sub' | 'createdAtMs'>> {
  const response = credential as unknown as RegistrationResponseJSON
  const content = contentOf(response)
  if (content.challenge !== challenge) throw challengeNotFound()
  if (!isOriginOf(settings.relyingPartyId, content.origin)) {
    throw new ServiceError('WebAuthnOriginNotAllowedException', openText.originNotAllowed)
  }
  if (!hash('sha256', settings.relyingPartyId, 'buffer').equals(content.rpIdHash)) {
    throw new ServiceError('WebAuthnRelyingPartyMismatchException', openText.relyingPartyMismatch)
  }
  if (!algorithms.includes(content.algorithm) || (demandsVerification(settings) && !content.flags.uv)) {
    throw new ServiceError('WebAuthnCredentialNotSupportedException', openText.passkeyNotSupported)
  }

  const { registrationInfo } = await verifyRegistrationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: content.origin,
    expectedRPID: settings.relyingPartyId,
    requireUserVerification: demandsVerification(settings),
    supportedAlgorithmIDs: [...algorithms],
  }).catch(() => ({ registrationInfo: undefined }))
  if (registrationInfo?.credential.id !== response.id) throw unreadable()

  return {
    credentialId: registrationInfo.credential.id,
    publicKey: registrationInfo.credential.publicKey,
    counter: registrationInfo.credential.counter,
    transports: textsOf(response.response.transports),
    attachment: attachmentOf(response.authenticatorAttachment),
    name: passkeyName(registrationInfo.aaguid),
    relyingPartyId: settings.relyingPartyId,
  }
}

export const challengeNotFound = () =>
  new ServiceError('WebAuthnChallengeNotFoundException', openText.registrationChallengeNotFound)

function contentOf({ response }: RegistrationResponseJSON) {
  try {
    const attestation = decodeAttestationObject(isoBase64URL.toBuffer(response.attestationObject))
    const { credentialPublicKey, rpIdHash, flags } = parseAuthenticatorData(attestation.get('authData'))
    if (!credentialPublicKey) throw unreadable()
    const algorithm = Number(decodeCredentialPublicKey(credentialPublicKey).get(cose.COSEKEYS.alg))
    const { challenge, origin } = decodeClientDataJSON(response.clientDataJSON)
    return { challenge, origin, rpIdHash, flags, algorithm }
  } catch {
    throw unreadable()
  }
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : []
}

const attachmentOf = (value: unknown) =>
  value === 'platform' || value === 'cross-platform' ? value : undefined

/** The counter after this use. Refuses, without a reason, what does not prove that the passkey is at hand. */
export async function checkAssertion(
  credential: AuthenticationResponseJSON,
  passkey: Passkey,
  { challenge, settings }: Expected,
): Promise<number> {
  try {
    const { origin } = decodeClientDataJSON(credential.response.clientDataJSON)
    if (!isOriginOf(settings.relyingPartyId, origin)) throw incorrectCredentials()
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: credential,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: settings.relyingPartyId,
      requireUserVerification: demandsVerification(settings),
      credential: { id: passkey.credentialId, publicKey: passkey.publicKey, counter: passkey.counter },
    })
    if (verified) return authenticationInfo.newCounter
  } catch {
    // The library's reasons are for a log of the site's owner, not for who tries.
  }
  throw incorrectCredentials()
}
