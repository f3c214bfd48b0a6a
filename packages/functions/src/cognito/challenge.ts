/** The answers to what a sign-in asks for, one step after the other. */
import {
  RespondToAuthChallengeCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Body } from '@latchkey/core/endpoint'
import { AppError } from '@latchkey/core/errors'
import type { signInChallenge as row } from '@latchkey/core/routes/sign-in-challenge'
import type * as v from 'valibot'
import { refuseGuessable } from '../passwords/refuse-guessable.ts'
import { attempt, client, secretHash } from './client.ts'
import { ChallengeTicket, nextStep, type Step } from './sign-in.ts'
import { readTicket } from './ticket.ts'

type Ticket = v.InferOutput<typeof ChallengeTicket>

/**
 * Takes an answer to the step that its session was issued for.
 *
 * Who answers and what has been proven so far is in the session alone. One that
 * is not ours, of another step, used or too old is `challenge_expired`.
 */
export async function answerChallenge(answer: Body<typeof row>): Promise<Step> {
  const ticket = readTicket('challenge', answer.session, ChallengeTicket)
  if (ticket?.name !== answer.name) throw new AppError('challenge_expired')

  switch (answer.name) {
    case 'TOTP':
      return respond(ticket, 'SOFTWARE_TOKEN_MFA', { SOFTWARE_TOKEN_MFA_CODE: answer.code })
    case 'NEW_PASSWORD_REQUIRED':
      refuseGuessable('password', answer.password, [ticket.username])
      return respond(ticket, 'NEW_PASSWORD_REQUIRED', { NEW_PASSWORD: answer.password })
    case 'MFA_SETUP':
      return respond({ ...ticket, session: await verifyApp(ticket, answer.code) }, 'MFA_SETUP', {})
    case 'WEB_AUTHN':
      return respond(ticket, 'WEB_AUTHN', { CREDENTIAL: JSON.stringify(answer.credential) })
  }
}

type ChallengeName = 'SOFTWARE_TOKEN_MFA' | 'NEW_PASSWORD_REQUIRED' | 'MFA_SETUP' | 'WEB_AUTHN'

async function respond(
  { username, session }: Ticket,
  challenge: ChallengeName,
  responses: Record<string, string>,
): Promise<Step> {
  const result = await attempt(
    `RespondToAuthChallenge ${challenge}`,
    new RespondToAuthChallengeCommand({
      ClientId: client.id,
      ChallengeName: challenge,
      Session: session,
      ChallengeResponses: { USERNAME: username, SECRET_HASH: secretHash(username), ...responses },
    }),
  )
  return nextStep(username, result)
}

/**
 * The first code of a new authenticator app. Gives the session to go on with;
 * after a wrong code the old one is still good.
 */
async function verifyApp({ session }: Ticket, code: string): Promise<string> {
  const { Session: next } = await attempt(
    'VerifySoftwareToken MFA_SETUP',
    new VerifySoftwareTokenCommand({ Session: session, UserCode: code }),
  )
  if (!next) throw new Error('Cognito gave no session to go on with.')
  return next
}
