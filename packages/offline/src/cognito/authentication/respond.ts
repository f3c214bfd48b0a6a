/** The answer to a challenge, by the challenge's name. */
import type { ChallengeNameType, InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider'
import { unsupported } from '../errors.ts'
import { incorrectCredentials, invalidParameter } from '../rules/failures.ts'
import { openText } from '../rules/open-texts.ts'
import type { Answer } from './answer.ts'
import { answerEmailCode } from './challenges/email-otp.ts'
import { answerMfaSetup } from './challenges/mfa-setup.ts'
import { answerNewPassword } from './challenges/new-password-required.ts'
import { answerMfaType } from './challenges/select-mfa-type.ts'
import { answerSoftwareToken } from './challenges/software-token-mfa.ts'
import { answerWebAuthn } from './challenges/web-authn.ts'
import { answerPassword, answerPasswordSrp, answerSelectChallenge, type ChoiceServices } from './choice.ts'
import { answerCustomChallenge, type CustomServices, roundsOf } from './custom.ts'
import { proceed } from './next-step.ts'
import type { Proof } from './proof.ts'
import { isSamePassword } from './right-password.ts'
import { verifySrp } from './srp-challenge.ts'

export type RespondServices = ChoiceServices & CustomServices

export async function respond(
  services: RespondServices,
  challenge: ChallengeNameType,
  answer: Answer,
): Promise<InitiateAuthResponse> {
  switch (challenge) {
    case 'CUSTOM_CHALLENGE':
      return answerCustomChallenge(services, answer)
    case 'EMAIL_OTP':
      return answerEmailCode(services, answer)
    case 'MFA_SETUP':
      return answerMfaSetup(services, answer)
    case 'NEW_PASSWORD_REQUIRED':
      return answerNewPassword(services, answer)
    case 'PASSWORD':
      return answerPassword(services, answer)
    case 'PASSWORD_SRP':
      return answerPasswordSrp(services, answer)
    case 'PASSWORD_VERIFIER':
      return answerPasswordVerifier(services, answer)
    case 'SELECT_CHALLENGE':
      return answerSelectChallenge(services, answer)
    case 'SELECT_MFA_TYPE':
      return answerMfaType(services, answer)
    case 'SOFTWARE_TOKEN_MFA':
      return answerSoftwareToken(services, answer)
    case 'WEB_AUTHN':
      return answerWebAuthn(services, answer)
    case 'ADMIN_NO_SRP_AUTH':
      throw invalidParameter(openText.notAChallenge)
    case 'DEVICE_PASSWORD_VERIFIER':
    case 'DEVICE_SRP_AUTH':
    case 'SMS_MFA':
    case 'SMS_OTP':
      throw unsupported(`The challenge ${challenge}`)
  }
}

async function answerPasswordVerifier(services: RespondServices, answer: Answer) {
  const { attempt, flow } = verifySrp(services, answer)
  const proof: Proof = {
    firstFactor: 'PASSWORD_SRP',
    ...(flow.name === 'CUSTOM_AUTH' && { rounds: roundsOf(flow.state) }),
  }
  return proceed(services, attempt, proof, now => {
    if (!isSamePassword(now, attempt.user)) throw incorrectCredentials()
    return now
  })
}
