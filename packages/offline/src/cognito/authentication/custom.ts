/**
 * CUSTOM_AUTH: the pool's functions say which challenges there are, what they
 * ask, whether an answer is right and when that is enough.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-challenge.html
 *
 * A session keeps what has happened so far. Where the client hides users, the
 * functions are asked about one who does not exist too; no tokens come of that.
 */
import type { InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider'
import type {
  CreateAuthChallengeTriggerEvent,
  DefineAuthChallengeTriggerEvent,
  VerifyAuthChallengeResponseTriggerEvent,
} from 'aws-lambda'
import { incorrectCredentials, invalidParameter } from '../rules/failures.ts'
import { openText } from '../rules/open-texts.ts'
import type { TriggerName } from '../rules/pool-triggers.ts'
import type { Services } from '../services.ts'
import { eventAttributes, unrecognizable } from '../triggers.ts'
import { type Answer, openSession } from './answer.ts'
import { type Attempt, currentAttempt, nameOf, parameter } from './attempt.ts'
import { begin, type Request } from './begin.ts'
import { type NextStepServices, proceed } from './next-step.ts'
import { simulatedUser } from './simulated-user.ts'
import { challengeBySrp, readClientKey } from './srp-challenge.ts'

export type CustomServices = NextStepServices & Pick<Services, 'lockout'>

type Round = { challengeName: string; challengeResult: boolean; challengeMetadata: string | null }

/** What has happened, and where an exchange by SRP was begun, the client's key. */
type Progress = { rounds: readonly Round[]; clientKey?: string }

/** The session of a CUSTOM_CHALLENGE. */
type CustomState = { progress: Progress; secrets: Record<string, string>; metadata: string | null }

export async function initiateCustom(
  services: CustomServices,
  request: Request,
): Promise<InitiateAuthResponse> {
  const { CHALLENGE_NAME: challengeName } = request.parameters
  parameter(request.parameters, 'USERNAME')
  if (challengeName === undefined) {
    return define(services, await begin(services, request), { rounds: [] })
  }
  if (challengeName !== 'SRP_A') throw invalidParameter(openText.unknownFirstChallenge)

  const clientKey = readClientKey(parameter(request.parameters, 'SRP_A'))
  const attempt = await begin(services, request, { needsPassword: true })
  return define(services, attempt, { rounds: [round('SRP_A')], clientKey: clientKey.toString(16) })
}

export async function answerCustomChallenge(services: CustomServices, answer: Answer) {
  const { attempt, state, use } = openSession(services, answer, 'CUSTOM_CHALLENGE')
  const { progress, secrets, metadata } = state as CustomState
  const challengeAnswer = parameter(answer.responses, 'ANSWER')
  const { answerCorrect } = await run<VerifyAuthChallengeResponseTriggerEvent>(
    services,
    attempt,
    'VerifyAuthChallengeResponse',
    {
      request: { ...subjectOf(attempt), privateChallengeParameters: secrets, challengeAnswer },
      response: { answerCorrect: null },
    },
  )
  if (typeof answerCorrect !== 'boolean') throw unrecognizable()
  const rounds = [...progress.rounds, round('CUSTOM_CHALLENGE', answerCorrect, metadata)]
  return define(services, attempt, { ...progress, rounds }, use)
}

/** The flow goes on after the password has been proven in it. */
export async function continueCustom(services: CustomServices, attempt: Attempt, state: unknown) {
  const { rounds } = state as Progress
  return define(services, attempt, { rounds: [...rounds, round('PASSWORD_VERIFIER')] })
}

/** `use` uses up what has led here, in the transaction of what comes next. */
async function define(
  services: CustomServices,
  attempt: Attempt,
  progress: Progress,
  use: () => void = () => {},
): Promise<InitiateAuthResponse> {
  const { challengeName, failAuthentication, issueTokens } = await run<DefineAuthChallengeTriggerEvent>(
    services,
    attempt,
    'DefineAuthChallenge',
    {
      request: { ...subjectOf(attempt), session: progress.rounds },
      response: { challengeName: null, issueTokens: null, failAuthentication: null },
    },
  )
  if (failAuthentication === true) return fail(services, use)
  if (issueTokens === true) return succeed(services, attempt, use)
  if (challengeName === 'CUSTOM_CHALLENGE') return create(services, attempt, progress, use)
  if (challengeName === 'PASSWORD_VERIFIER' && progress.clientKey !== undefined) {
    const clientKey = BigInt(`0x${progress.clientKey}`)
    const flow = { name: 'CUSTOM_AUTH', state: { rounds: progress.rounds } } as const
    return challengeBySrp(services, attempt, clientKey, flow, use)
  }
  throw unrecognizable()
}

function fail({ transaction }: Pick<Services, 'transaction'>, use: () => void): never {
  transaction(use)
  throw incorrectCredentials()
}

async function succeed(services: CustomServices, attempt: Attempt, use: () => void) {
  const { user } = attempt
  if (!user) return fail(services, use)
  return proceed(services, { ...attempt, user }, { firstFactor: 'CUSTOM_CHALLENGE' }, now => {
    use()
    return now
  })
}

async function create(
  services: CustomServices,
  attempt: Attempt,
  progress: Progress,
  use: () => void,
): Promise<InitiateAuthResponse> {
  const made = await run<CreateAuthChallengeTriggerEvent>(services, attempt, 'CreateAuthChallenge', {
    request: { ...subjectOf(attempt), challengeName: 'CUSTOM_CHALLENGE', session: progress.rounds },
    response: { publicChallengeParameters: null, privateChallengeParameters: null, challengeMetadata: null },
  })
  const state: CustomState = {
    progress,
    secrets: textsOf(made.privateChallengeParameters),
    metadata: made.challengeMetadata ?? null,
  }
  const parameters = textsOf(made.publicChallengeParameters)
  const { client, user, username } = attempt
  return services.transaction(() => {
    use()
    return {
      ChallengeName: 'CUSTOM_CHALLENGE',
      Session: services.sessions.issue(currentAttempt(services, attempt), 'CUSTOM_CHALLENGE', state),
      ChallengeParameters: {
        USERNAME: user?.username ?? simulatedUser(client.pool, username).userId,
        ...parameters,
      },
    }
  })
}

type CustomEvent = { triggerSource: string; request: object; response: object }

/** A pool that is asked for this flow has to have all three functions. */
async function run<Event extends CustomEvent>(
  { triggers }: Pick<Services, 'triggers'>,
  attempt: Attempt,
  trigger: TriggerName,
  { request, response }: { request: object; response: object },
): Promise<Partial<Event['response']>> {
  const { client } = attempt
  const answer = await triggers.run<Event['response']>(trigger, {
    pool: client.pool,
    clientId: client.id,
    username: nameOf(attempt),
    source: `${trigger}_Authentication`,
    request,
    response,
  })
  if (!answer) throw invalidParameter(openText.customTriggerMissing)
  return answer
}

/** What all three are told. */
const subjectOf = ({ client, user, metadata }: Attempt) => ({
  userAttributes: user ? eventAttributes(user) : {},
  ...(client.hidesUsers && { userNotFound: user === undefined }),
  ...(metadata.answer && { clientMetadata: metadata.answer }),
})

const round = (
  challengeName: string,
  challengeResult = true,
  challengeMetadata: string | null = null,
): Round => ({ challengeName, challengeResult, challengeMetadata })

function textsOf(value: unknown): Record<string, string> {
  if (value === undefined || value === null) return {}
  if (typeof value !== 'object' || Array.isArray(value)) throw unrecognizable()
  if (Object.values(value).some(text => typeof text !== 'string')) throw unrecognizable()
  return value as Record<string, string>
}
