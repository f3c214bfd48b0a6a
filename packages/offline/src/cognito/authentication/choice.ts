/**
 * USER_AUTH: the person, or the app for them, chooses what to begin with.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-selection-sdk.html
 *
 * It never tells whether a user exists, whatever the client's setting: one who
 * does not is offered what most users have.
 */
import type { InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider'
import { unsupported } from '../errors.ts'
import { invalidParameter } from '../rules/failures.ts'
import { openText } from '../rules/open-texts.ts'
import type { Services } from '../services.ts'
import type { User } from '../store/users.ts'
import { type Answer, openSession, openUserSession } from './answer.ts'
import { type Attempt, current, type Parameters, parameter } from './attempt.ts'
import { begin, type Request } from './begin.ts'
import { challengeByEmail, simulateEmailCode } from './email-code.ts'
import { preAuthentication } from './events.ts'
import { type FirstFactor, firstFactors } from './factors.ts'
import { type NextStepServices, proceed } from './next-step.ts'
import { withPassword } from './password.ts'
import { challengeBySrp, readClientKey } from './srp-challenge.ts'

export type ChoiceServices = NextStepServices & Pick<Services, 'clock' | 'lockout'>

export async function initiateChoice(
  services: ChoiceServices,
  request: Request,
  session: string | undefined,
): Promise<InitiateAuthResponse> {
  const { parameters } = request
  if (session !== undefined) return afterSignUp(services, { ...request, session, responses: parameters })

  const { PREFERRED_CHALLENGE: preferred, PASSWORD } = parameters
  const password = preferred === 'PASSWORD' ? PASSWORD : undefined
  const attempt = await begin(services, request, { password, hidesUsers: true })
  const factors = firstFactors(services, attempt.client.pool, attempt.user)
  const chosen = factors.find(factor => factor === preferred)
  if (chosen) return beginWith(services, attempt, chosen, parameters)

  refuseSms(attempt, preferred)
  return {
    ChallengeName: 'SELECT_CHALLENGE',
    Session: services.sessions.issue(attempt, 'SELECT_CHALLENGE'),
    ChallengeParameters: {},
    AvailableChallenges: factors,
  }
}

/** Who has just confirmed their sign-up need not prove again that the address is theirs. */
async function afterSignUp(services: ChoiceServices, answer: Answer) {
  const { attempt, use } = openUserSession(services, answer, 'CONFIRMED')
  await preAuthentication(services, attempt)
  const present = { ...attempt, user: current(services, attempt) }
  return proceed(services, present, { firstFactor: 'CONFIRMED' }, user => {
    use()
    return user
  })
}

export async function answerSelectChallenge(services: ChoiceServices, answer: Answer) {
  const { attempt, use } = openSession(services, answer, 'SELECT_CHALLENGE')
  const choice = parameter(answer.responses, 'ANSWER')
  const factors = firstFactors(services, attempt.client.pool, attempt.user)
  const chosen = factors.find(factor => factor === choice)
  if (!chosen) {
    refuseSms(attempt, choice)
    throw invalidParameter(openText.challengeNotAvailable)
  }
  return beginWith(services, attempt, chosen, answer.responses, use)
}

export async function answerPassword(services: ChoiceServices, answer: Answer) {
  const { attempt, use } = openSession(services, answer, 'PASSWORD')
  return withPassword(services, attempt, parameter(answer.responses, 'PASSWORD'), use)
}

export async function answerPasswordSrp(services: ChoiceServices, answer: Answer) {
  const { attempt, use } = openSession(services, answer, 'PASSWORD_SRP')
  const clientKey = readClientKey(parameter(answer.responses, 'SRP_A'))
  return challengeBySrp(services, attempt, clientKey, { name: 'USER_AUTH' }, use)
}

/** With the data for it, where the app sent them along. */
async function beginWith(
  services: ChoiceServices,
  attempt: Attempt,
  factor: FirstFactor,
  { PASSWORD, SRP_A }: Parameters,
  use: () => void = () => {},
): Promise<InitiateAuthResponse> {
  const { user } = attempt
  if (factor === 'PASSWORD' && PASSWORD) return withPassword(services, attempt, PASSWORD, use)
  if (factor === 'PASSWORD_SRP' && SRP_A) {
    return challengeBySrp(services, attempt, readClientKey(SRP_A), { name: 'USER_AUTH' }, use)
  }
  if (factor === 'PASSWORD' || factor === 'PASSWORD_SRP') return askFor(services, attempt, factor, use)
  if (!user) {
    return services.transaction(() => {
      use()
      return simulateEmailCode(services, { ...attempt, user })
    })
  }
  if (factor === 'WEB_AUTHN') return challengeByPasskey(services, { ...attempt, user }, use)
  return challengeByEmail(services, { ...attempt, user }, undefined, now => {
    use()
    return now
  })
}

function askFor(
  { sessions, transaction }: Pick<Services, 'sessions' | 'transaction'>,
  attempt: Attempt,
  factor: 'PASSWORD' | 'PASSWORD_SRP',
  use: () => void,
): InitiateAuthResponse {
  return transaction(() => {
    use()
    return { ChallengeName: factor, Session: sessions.issue(attempt, factor), ChallengeParameters: {} }
  })
}

async function challengeByPasskey(
  services: ChoiceServices,
  attempt: Attempt<User>,
  use: () => void,
): Promise<InitiateAuthResponse> {
  const { passkeys, sessions, transaction } = services
  const { options, challenge } = await passkeys.requestOptions(attempt.client.pool, attempt.user)
  return transaction(() => {
    use()
    const user = current(services, attempt)
    return {
      ChallengeName: 'WEB_AUTHN',
      Session: sessions.issue({ ...attempt, user }, 'WEB_AUTHN', { challenge }),
      ChallengeParameters: { CREDENTIAL_REQUEST_OPTIONS: JSON.stringify(options) },
    }
  })
}

/** Others are passed over where they cannot be had; this one AWS would have. */
function refuseSms({ client: { pool } }: Attempt, choice: string | undefined) {
  if (choice === 'SMS_OTP' && pool.firstFactors.has('SMS_OTP')) throw unsupported('The challenge SMS_OTP')
}
