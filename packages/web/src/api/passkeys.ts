/**
 * The browser's own dialogs about passkeys.
 *
 * The library for them comes when it is first wanted: most visits never do.
 * Closing a dialog, or letting it run out, is a choice and not a failure.
 * https://www.w3.org/TR/webauthn-3/
 */
import { AppError } from '@latchkey/core/errors'
import { addPasskey } from '@latchkey/core/routes/account'
import type { Challenge, SignedIn } from '@latchkey/core/routes/sign-in'
import { signInChallenge } from '@latchkey/core/routes/sign-in-challenge'
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'
import * as v from 'valibot'
import { passkeyNotMade, passkeyThereAlready, passkeyUnusable } from '../words/sentences/passkeys.ts'
import { call } from './call.ts'
import { notePasskey, supportsPasskeys } from './passkey-note.ts'
import { unreachable } from './refusals.ts'
import { inTurn } from './session.ts'

export type PasskeyChallenge = Extract<Challenge, { name: 'WEB_AUTHN' }>

type CreationOptions = { challenge: string }
type Cancelled = 'cancelled'

const Attestation = addPasskey.body.entries.credential

/** Whether passkeys can be offered among what the browser fills in. */
export async function supportsPasskeyAutofill(): Promise<boolean> {
  return supportsPasskeys() && (await PublicKeyCredential.isConditionalMediationAvailable?.()) === true
}

/**
 * Answers a challenge with a passkey, asked for in a dialog or, quietly, by
 * autofill. Whatever this page has asked for before is called off.
 */
export async function answerWithPasskey(
  { name, session, options }: PasskeyChallenge,
  { byAutofill = false }: { byAutofill?: boolean } = {},
): Promise<SignedIn | Cancelled> {
  const credential = await askForPasskey(options, byAutofill)
  if (credential === 'cancelled') return credential

  const signedIn = await inTurn(() => call(signInChallenge, { body: { name, session, credential } }))
  notePasskey()
  return signedIn
}

async function askForPasskey(options: PasskeyChallenge['options'], useBrowserAutofill: boolean) {
  try {
    const { startAuthentication } = await library()
    const optionsJSON = options as PublicKeyCredentialRequestOptionsJSON
    const used = await startAuthentication({ optionsJSON, useBrowserAutofill })
    return { ...used, clientExtensionResults: { ...used.clientExtensionResults } }
  } catch (error) {
    // Nobody has asked for autofill, so nobody misses it.
    if (useBrowserAutofill || isCancellation(error)) return 'cancelled'
    if (error instanceof AppError) throw error
    throw new AppError('invalid_credentials', passkeyUnusable, { cause: error })
  }
}

/** Has the browser make a passkey, as `POST /account/passkeys` takes it. */
export async function makePasskey(
  options: CreationOptions,
): Promise<v.InferOutput<typeof Attestation> | Cancelled> {
  const { startRegistration } = await library()
  try {
    const made = await startRegistration({
      optionsJSON: options as unknown as PublicKeyCredentialCreationOptionsJSON,
    })
    return v.parse(Attestation, made)
  } catch (error) {
    if (isCancellation(error)) return 'cancelled'
    throw new AppError('invalid_request', whyNotMade(error), { cause: error })
  }
}

/** Calls off what the page is asking for, if it is asking for anything. */
export async function abandonPasskey(): Promise<void> {
  const { WebAuthnAbortService } = await library()
  WebAuthnAbortService.cancelCeremony()
}

const library = () =>
  import('@simplewebauthn/browser').catch(error => {
    throw unreachable(error)
  })

const nameOf = (error: unknown) => (error instanceof Error ? error.name : undefined)

const isCancellation = (error: unknown) => ['NotAllowedError', 'AbortError'].includes(nameOf(error) ?? '')

const whyNotMade = (error: unknown) =>
  nameOf(error) === 'InvalidStateError' ? passkeyThereAlready : passkeyNotMade
