/** The ways into a session, step by step. */
import {
  AssociateSoftwareTokenCommand,
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Body } from '@latchkey/core/endpoint'
import { AppError } from '@latchkey/core/errors'
import type { Challenge, signIn as row } from '@latchkey/core/routes/sign-in'
import * as v from 'valibot'
import { attempt, client, secretHash } from './client.ts'
import { issueTicket } from './ticket.ts'
import { type Tokens, tokensOf } from './tokens.ts'

/** What a sign-in has come to: tokens, or the next thing that is asked for. */
export type Step = { tokens: Tokens } | { challenge: Challenge }

/** What a challenge's session holds: the step, whose it is, and Cognito's own session. */
export const ChallengeTicket = v.object({
  name: v.picklist(['TOTP', 'NEW_PASSWORD_REQUIRED', 'MFA_SETUP', 'WEB_AUTHN']),
  username: v.string(),
  session: v.string(),
})

/** By a username or email address and a password. */
export async function signIn({ username, password }: Body<typeof row>): Promise<Step> {
  const result = await attempt(
    'InitiateAuth',
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: client.id,
      AuthParameters: { USERNAME: username, PASSWORD: password, SECRET_HASH: secretHash(username) },
    }),
  )
  return nextStep(username, result)
}

/**
 * By a passkey: what the browser has to prove that it has one.
 *
 * Nothing where none can be asked for, which Cognito answers alike whether
 * there is no passkey or nobody of that name.
 */
export async function signInByPasskey(username: string): Promise<Challenge | null> {
  try {
    const result = await attempt(
      'InitiateAuth',
      new InitiateAuthCommand({
        AuthFlow: 'USER_AUTH',
        ClientId: client.id,
        AuthParameters: {
          USERNAME: username,
          PREFERRED_CHALLENGE: 'WEB_AUTHN',
          SECRET_HASH: secretHash(username),
        },
      }),
    )
    if (result.ChallengeName !== 'WEB_AUTHN') return null
    const step = await nextStep(username, result)
    return 'challenge' in step ? step.challenge : null
  } catch (error) {
    // Somebody disabled or not confirmed, who is nobody's business either.
    const refusals: unknown[] = ['invalid_credentials', 'account_not_confirmed']
    if (error instanceof AppError && refusals.includes(error.code)) return null
    throw error
  }
}

/** Reads what InitiateAuth and RespondToAuthChallenge answer. `username` is whom we asked for. */
export async function nextStep(
  username: string,
  {
    AuthenticationResult,
    ChallengeName,
    ChallengeParameters = {},
    Session: session = '',
  }: Pick<
    InitiateAuthCommandOutput,
    'AuthenticationResult' | 'ChallengeName' | 'ChallengeParameters' | 'Session'
  >,
): Promise<Step> {
  if (AuthenticationResult) return { tokens: tokensOf(AuthenticationResult) }

  // Somebody who signs in by an address goes on under their username.
  const { USER_ID_FOR_SRP: user = username } = ChallengeParameters
  const ticket = (name: Challenge['name'], session: string) =>
    issueTicket('challenge', { name, username: user, session } satisfies v.InferOutput<
      typeof ChallengeTicket
    >)

  switch (ChallengeName) {
    case 'SOFTWARE_TOKEN_MFA':
      return { challenge: { name: 'TOTP', session: ticket('TOTP', session) } }
    case 'NEW_PASSWORD_REQUIRED':
      return {
        challenge: { name: 'NEW_PASSWORD_REQUIRED', session: ticket('NEW_PASSWORD_REQUIRED', session) },
      }
    case 'MFA_SETUP': {
      const { SecretCode: secret, Session: next } = await attempt(
        'AssociateSoftwareToken MFA_SETUP',
        new AssociateSoftwareTokenCommand({ Session: session }),
      )
      if (!secret || !next) throw new Error('Cognito gave no secret for the authenticator app.')
      return { challenge: { name: 'MFA_SETUP', session: ticket('MFA_SETUP', next), secret } }
    }
    case 'WEB_AUTHN': {
      const options = JSON.parse(ChallengeParameters.CREDENTIAL_REQUEST_OPTIONS ?? '')
      return { challenge: { name: 'WEB_AUTHN', session: ticket('WEB_AUTHN', session), options } }
    }
    default:
      throw new Error(`Cognito asks for ${ChallengeName}, which no route answers.`)
  }
}
