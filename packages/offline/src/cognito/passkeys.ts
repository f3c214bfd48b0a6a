/**
 * Passkeys: their registration by someone who is signed in, and the proof that
 * one is at hand.
 *
 * Challenges are good for once: that of a registration is kept here, that of a
 * sign-in by the session that it belongs to.
 */
import { randomBytes } from 'node:crypto'
import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import type { Client } from './client.ts'
import { ServiceError } from './errors.ts'
import type { Pool } from './pool.ts'
import { incorrectCredentials, invalidParameter } from './rules/failures.ts'
import { openText } from './rules/open-texts.ts'
import { algorithms, demandsVerification, type PasskeySettings } from './rules/passkeys.ts'
import type { Database } from './store/database.ts'
import type { Passkey, PasskeyStore } from './store/passkeys.ts'
import type { User } from './store/users.ts'

type Services = { store: PasskeyStore; transaction: Database['transaction'] }

type Registrant = { user: User; client: Client }

export const maxPasskeys = 20
const timeoutMs = 60_000

/** It takes a fifth of a second to load, and few starts of the engine need it. */
const webauthn = () => import('./webauthn.ts')

export function createPasskeys({ store, transaction }: Services) {
  function refuseBeyondLimit(sub: string) {
    if (store.list(sub).length >= maxPasskeys) {
      throw new ServiceError('LimitExceededException', openText.tooManyPasskeys)
    }
  }

  return {
    has: (sub: string) => store.list(sub).length > 0,

    /** Oldest first. */
    list: store.list,

    /** False where the user has no such passkey. */
    remove: ({ sub }: User, credentialId: string) => store.remove(sub, credentialId),

    /** What a browser takes as PublicKeyCredentialCreationOptionsJSON. An earlier challenge counts no longer. */
    registrationOptions({ user, client }: Registrant) {
      const settings = settingsOf(client.pool)
      refuseBeyondLimit(user.sub)
      const challenge = newChallenge()
      const name = nameOf(client.pool, user)
      transaction(() => store.beginRegistration(user.sub, { clientId: client.id, challenge }))
      return {
        rp: { id: settings.relyingPartyId, name: settings.relyingPartyId },
        user: { id: handleOf(user), name, displayName: name },
        challenge,
        pubKeyCredParams: algorithms.map(alg => ({ type: 'public-key', alg })),
        timeout: timeoutMs,
        excludeCredentials: store.list(user.sub).map(descriptorOf),
        authenticatorSelection: {
          requireResidentKey: true,
          residentKey: 'required',
          userVerification: verificationOf(settings),
        },
      }
    },

    /** Keeps the passkey that the browser made from the options. */
    async register({ user, client }: Registrant, credential: Readonly<Record<string, unknown>>) {
      const { pool } = client
      const settings = settingsOf(pool)
      const { readRegistration, challengeNotFound } = await webauthn()
      const begun = store.registration(user.sub)
      if (!begun) throw challengeNotFound()
      if (begun.clientId !== client.id) {
        throw new ServiceError('WebAuthnClientMismatchException', openText.registrationOfOtherClient)
      }
      const made = await readRegistration(credential, { challenge: begun.challenge, settings })

      transaction(() => {
        if (store.registration(user.sub)?.challenge !== begun.challenge) throw challengeNotFound()
        if (store.find(pool, made.credentialId)) throw invalidParameter(openText.passkeyKnown)
        refuseBeyondLimit(user.sub)
        store.endRegistration(user.sub)
        store.add(pool, { ...made, sub: user.sub })
      })
    },

    /** What a browser takes as PublicKeyCredentialRequestOptionsJSON, and the challenge in it. */
    async requestOptions(pool: Pool, { sub }: User): Promise<{ options: object; challenge: string }> {
      const settings = settingsOf(pool)
      const challenge = newChallenge()
      const options = {
        challenge,
        timeout: timeoutMs,
        rpId: settings.relyingPartyId,
        allowCredentials: store.list(sub).map(descriptorOf),
        userVerification: verificationOf(settings),
      }
      return { options, challenge }
    },

    /** Refuses, always in the same words, what does not prove that a passkey of the user is at hand. */
    async verifyAssertion(pool: Pool, user: User, challenge: string, credential: unknown): Promise<void> {
      const response = credential as AuthenticationResponseJSON | null | undefined
      const passkey = typeof response?.id === 'string' ? store.find(pool, response.id) : undefined
      if (!response || !pool.passkeys || passkey?.sub !== user.sub) throw incorrectCredentials()
      const { userHandle } = response.response ?? {}
      if (userHandle && userHandle !== handleOf(user)) throw incorrectCredentials()

      const { checkAssertion } = await webauthn()
      const counter = await checkAssertion(response, passkey, { challenge, settings: pool.passkeys })
      if (!transaction(() => store.count(pool, passkey, counter))) throw incorrectCredentials()
    },
  }
}

/** Refuses a pool where passkeys cannot be had. */
function settingsOf({ firstFactors, passkeys }: Pool) {
  if (!firstFactors.has('WEB_AUTHN')) {
    throw new ServiceError('WebAuthnNotEnabledException', openText.passkeysNotEnabled)
  }
  if (!passkeys) {
    throw new ServiceError('WebAuthnConfigurationMissingException', openText.relyingPartyMissing)
  }
  return passkeys
}

const verificationOf = (settings: PasskeySettings) =>
  demandsVerification(settings) ? 'required' : settings.userVerification

/** By which the person knows the account: a UUID would tell them nothing. */
const nameOf = ({ signInDesign }: Pool, { username, attributes }: User) =>
  signInDesign === 'email' ? (attributes.email ?? username) : username

/** By which the authenticator knows the account. */
const handleOf = ({ sub }: User) => Buffer.from(sub).toString('base64url')

const descriptorOf = ({ credentialId, transports }: Passkey) => ({
  type: 'public-key',
  id: credentialId,
  ...(transports.length > 0 && { transports }),
})

const newChallenge = () => randomBytes(32).toString('base64url')
