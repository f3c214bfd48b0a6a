/**
 * What comes after something has been proven: a new password, a second factor,
 * or tokens.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow.html
 *
 * A step is one transaction. The pool's functions are asked before it or told
 * after it, so the user is read again inside.
 */
import type { InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider'
import type { Client } from '../client.ts'
import type { Pool } from '../pool.ts'
import type { Services } from '../services.ts'
import type { User } from '../store/users.ts'
import { type Attempt, current } from './attempt.ts'
import { challengeByEmail } from './email-code.ts'
import { postAuthentication } from './events.ts'
import {
  type FirstFactor,
  factorsOf,
  isPasskeyTwoFactors,
  needsSecondFactor,
  secondFactors,
} from './factors.ts'
import { missingAttributes } from './required-attributes.ts'

/** What someone has shown so far. Sessions carry it from step to step, as `proof`. */
export type Proof = {
  /** `CONFIRMED`: with the code of their sign-up, just now. */
  firstFactor: FirstFactor | 'CUSTOM_CHALLENGE' | 'CONFIRMED'
  isPasswordNew?: true
  hasSecondFactor?: true
}

/** In the transaction of a step: uses up what has led there. Takes and gives the user as they are. */
export type Settle = (user: User) => User

export type NextStepServices = Pick<
  Services,
  | 'messages'
  | 'newCode'
  | 'passkeys'
  | 'sessions'
  | 'signIns'
  | 'softwareTokens'
  | 'tokens'
  | 'transaction'
  | 'triggers'
  | 'users'
>

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
  return challenge
    ? ask(services, attempt, challenge, proof, settle)
    : signIn(services, attempt, proof, settle)
}

/** The challenge as a step of its own, for someone who has chosen it too. */
export async function ask(
  services: NextStepServices,
  attempt: Attempt<User>,
  challenge: Challenge,
  proof: Proof,
  settle: Settle,
): Promise<InitiateAuthResponse> {
  if (challenge === 'EMAIL_OTP') return challengeByEmail(services, attempt, { proof }, settle)

  const { sessions, transaction } = services
  return transaction(() => {
    const user = settle(current(services, attempt))
    return {
      ChallengeName: challenge,
      Session: sessions.issue({ ...attempt, user }, challenge, {
        proof,
        // It is this password that the answer may replace, and no later one.
        ...(challenge === 'NEW_PASSWORD_REQUIRED' && { passwordSetAtMs: user.password?.setAtMs }),
      }),
      ChallengeParameters: parametersOf(services, attempt.client, user, challenge),
    }
  })
}

function nextChallenge(
  services: NextStepServices,
  { client: { pool }, user }: Attempt<User>,
  proof: Proof,
): Challenge | undefined {
  if (user.status === 'FORCE_CHANGE_PASSWORD' && isPassword(proof)) return 'NEW_PASSWORD_REQUIRED'
  if (isEnough(services, pool, user, proof)) return undefined

  const factors = secondFactors(services, pool, user)
  const [only] = factors
  if (only === undefined) return 'MFA_SETUP'
  const preferred = factors.find(factor => factor === user.mfa.preferred)
  return preferred ?? (factors.length === 1 ? only : 'SELECT_MFA_TYPE')
}

function isEnough(services: NextStepServices, pool: Pool, user: User, proof: Proof) {
  if (proof.hasSecondFactor) return true
  // There the pool's function has said what is enough.
  if (proof.firstFactor === 'CUSTOM_CHALLENGE') return true
  if (proof.firstFactor === 'WEB_AUTHN' && isPasskeyTwoFactors(pool, user)) return true
  return !needsSecondFactor(services, pool, user)
}

const isPassword = ({ firstFactor }: Proof) => firstFactor === 'PASSWORD' || firstFactor === 'PASSWORD_SRP'

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
          missingAttributes(pool, user.attributes).map(name => `userAttributes.${name}`),
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

/** A function that refuses here leaves a sign-in behind whose tokens nobody has. */
async function signIn(
  services: NextStepServices,
  attempt: Attempt<User>,
  proof: Proof,
  settle: Settle,
): Promise<InitiateAuthResponse> {
  const { client, metadata } = attempt
  const { user, begun } = services.transaction(() => {
    const user = settle(current(services, attempt))
    return { user, begun: services.signIns.begin(user, client) }
  })
  await postAuthentication(services, { ...attempt, user })
  const tokens = await services.tokens.issue(current(services, attempt), client, begun.signIn, {
    source: proof.isPasswordNew ? 'TokenGeneration_NewPasswordChallenge' : 'TokenGeneration_Authentication',
    clientMetadata: metadata.answer,
  })
  return { ChallengeParameters: {}, AuthenticationResult: { ...tokens, RefreshToken: begun.refreshToken } }
}
