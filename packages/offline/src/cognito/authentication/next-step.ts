/**
 * What comes after something has been proven: a new password, a second factor,
 * or tokens; or, in CUSTOM_AUTH, what the pool's functions say.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow.html
 *
 * A step is one transaction. The pool's functions are asked before it or told
 * after it, so the user is read again inside.
 */
import type { InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider'
import type { Client } from '../client.ts'
import type { Pool } from '../pool.ts'
import { missingAttributes } from '../rules/attributes.ts'
import type { Services } from '../services.ts'
import type { User } from '../store/users.ts'
import { type Attempt, current } from './attempt.ts'
import { continueCustom } from './custom.ts'
import { challengeByEmail } from './email-code.ts'
import { factorsOf, isPasskeyTwoFactors, needsSecondFactor, secondFactors } from './factors.ts'
import { carried, isByPassword, type Proof } from './proof.ts'
import { type Settle, type SignInServices, signIn } from './sign-in.ts'

export type NextStepServices = SignInServices &
  Pick<Services, 'messages' | 'newCode' | 'passkeys' | 'sessions' | 'softwareTokens'>

type Challenge =
  | 'NEW_PASSWORD_REQUIRED'
  | 'SOFTWARE_TOKEN_MFA'
  | 'EMAIL_OTP'
  | 'SELECT_MFA_TYPE'
  | 'MFA_SETUP'

export async function proceed(
  services: NextStepServices,
  attempt: Attempt<User>,
  proof: Proof,
  settle: Settle,
): Promise<InitiateAuthResponse> {
  const challenge = nextChallenge(services, attempt, proof)
  if (challenge) return ask(services, attempt, challenge, proof, settle)
  if (!proof.rounds) return signIn(services, attempt, proof, settle)

  const user = services.transaction(() => settle(current(services, attempt)))
  return continueCustom(services, { ...attempt, user }, proof)
}

/** The challenge as a step of its own, for someone who has chosen it too. */
export async function ask(
  services: NextStepServices,
  attempt: Attempt<User>,
  challenge: Challenge,
  proof: Proof,
  settle: Settle,
): Promise<InitiateAuthResponse> {
  if (challenge === 'EMAIL_OTP') return challengeByEmail(services, attempt, proof, settle)

  const { sessions, transaction } = services
  return transaction(() => {
    const user = settle(current(services, attempt))
    return {
      ChallengeName: challenge,
      Session: sessions.issue({ ...attempt, user }, challenge, carried(proof, user)),
      ChallengeParameters: parametersOf(services, attempt.client, user, challenge),
    }
  })
}

function nextChallenge(
  services: NextStepServices,
  { client: { pool }, user }: Attempt<User>,
  proof: Proof,
): Challenge | undefined {
  if (user.status === 'FORCE_CHANGE_PASSWORD' && isByPassword(proof)) return 'NEW_PASSWORD_REQUIRED'
  if (isEnough(services, pool, user, proof)) return undefined

  const factors = secondFactors(services, pool, user)
  const [only] = factors
  if (only === undefined) return 'MFA_SETUP'
  const preferred = factors.find(factor => factor === user.mfa.preferred)
  return preferred ?? (factors.length === 1 ? only : 'SELECT_MFA_TYPE')
}

function isEnough(services: NextStepServices, pool: Pool, user: User, proof: Proof) {
  if (proof.secondFactor) return true
  if (proof.firstFactor === 'WEB_AUTHN' && isPasskeyTwoFactors(pool, user)) return true
  return !needsSecondFactor(services, pool, user)
}

function parametersOf(
  services: NextStepServices,
  client: Client,
  user: User,
  challenge: Exclude<Challenge, 'EMAIL_OTP'>,
): Record<string, string> {
  const { pool } = client
  switch (challenge) {
    case 'NEW_PASSWORD_REQUIRED':
      return {
        USER_ID_FOR_SRP: user.username,
        requiredAttributes: JSON.stringify(
          missingAttributes(pool.schema, user.attributes).map(name => `userAttributes.${name}`),
        ),
        userAttributes: JSON.stringify(
          Object.fromEntries(Object.entries(user.attributes).filter(([name]) => client.mayRead(name))),
        ),
      }
    case 'SOFTWARE_TOKEN_MFA': {
      const deviceName = services.softwareTokens.name(user.sub)
      return { USER_ID_FOR_SRP: user.username, ...(deviceName && { FRIENDLY_DEVICE_NAME: deviceName }) }
    }
    case 'SELECT_MFA_TYPE':
      return { MFAS_CAN_CHOOSE: JSON.stringify(secondFactors(services, pool, user)) }
    case 'MFA_SETUP':
      return { MFAS_CAN_SETUP: JSON.stringify(factorsOf(pool)) }
  }
}
