/**
 * CUSTOM_AUTH: the pool's functions say which challenges there are, what they
 * ask, whether an answer is right and when that is enough.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-challenge.html
 *
 * A session keeps what has happened so far. Where the client hides users, the
 * functions are asked about one who does not exist too; no tokens come of that.
 *
 * A password that is proven in it leads to a new password or a second factor
 * as any other does, before the functions are asked again. Where there is
 * none, they alone say what is enough.
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
import type { Session } from '../store/sessions.ts'
import type { User } from '../store/users.ts'
import { eventAttributes, textsOf, unrecognizable } from '../triggers.ts'
import { type Answer, openSession } from './answer.ts'
import { type Attempt, currentAttempt, nameOf, parameter } from './attempt.ts'
import { begin, type Request } from './begin.ts'
import { carried, isStillProven, type Proof, type Round } from './proof.ts'
import { type SignInServices, signIn } from './sign-in.ts'
import { simulatedUsername } from './simulated-user.ts'
import { challengeBySrp, readClientKey } from './srp-challenge.ts'

export type CustomServices = SignInServices & Pick<Services, 'sessions'>

type Progress = {
  /** What has happened. */
  rounds: readonly Round[]
  /** Where an exchange by SRP was begun. */
  clientKey?: string
  /** Where a password was proven by it. */
  proven?: Session['state']
}

/** The session of a CUSTOM_CHALLENGE. */
type CustomState = Session['state'] & {
  progress: Progress
  secrets: Record<string, string>
  metadata: string | null
}

export async function initiateCustom(
  services: CustomServices & Pick<Services, 'lockout'>,
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
  // Of several answers at once only the first counts, right or wrong.
  services.transaction(use)
  const rounds = [...progress.rounds, round('CUSTOM_CHALLENGE', answerCorrect, metadata)]
  return define(services, attempt, { ...progress, rounds })
}

/** What had happened when the password was asked for, and that it was right. */
export const roundsOf = (state: unknown): readonly Round[] => [
  ...(state as Progress).rounds,
  round('PASSWORD_VERIFIER'),
]

/** The flow goes on after a password has been proven in it, with a second factor where one was asked for. */
export async function continueCustom(
  services: CustomServices,
  attempt: Attempt<User>,
  { rounds = [], ...proof }: Proof,
) {
  const { secondFactor } = proof
  return define(services, attempt, {
    rounds: [...rounds, ...(secondFactor ? [round(secondFactor)] : [])],
    proven: carried(proof, attempt.user),
  })
}

async function define(
  services: CustomServices,
  attempt: Attempt,
  progress: Progress,
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
  const { user } = attempt
  if (failAuthentication === true || (issueTokens === true && !user)) throw incorrectCredentials()
  if (issueTokens === true && user) {
    return signIn(services, { ...attempt, user }, {}, now => {
      if (progress.proven && !isStillProven(progress.proven, now)) throw incorrectCredentials()
      return now
    })
  }
  if (challengeName === 'CUSTOM_CHALLENGE') return create(services, attempt, progress)
  if (challengeName === 'PASSWORD_VERIFIER' && progress.clientKey !== undefined) {
    const clientKey = BigInt(`0x${progress.clientKey}`)
    const flow = { name: 'CUSTOM_AUTH', state: { rounds: progress.rounds } } as const
    return challengeBySrp(services, attempt, clientKey, flow)
  }
  throw unrecognizable()
}

async function create(
  services: CustomServices,
  attempt: Attempt,
  progress: Progress,
): Promise<InitiateAuthResponse> {
  const made = await run<CreateAuthChallengeTriggerEvent>(services, attempt, 'CreateAuthChallenge', {
    request: { ...subjectOf(attempt), challengeName: 'CUSTOM_CHALLENGE', session: progress.rounds },
    response: { publicChallengeParameters: null, privateChallengeParameters: null, challengeMetadata: null },
  })
  const state: CustomState = {
    ...progress.proven,
    progress,
    secrets: textsOf(made.privateChallengeParameters),
    metadata: made.challengeMetadata ?? null,
  }
  const parameters = textsOf(made.publicChallengeParameters)
  const { client, user, username } = attempt
  return services.transaction(() => ({
    ChallengeName: 'CUSTOM_CHALLENGE',
    Session: services.sessions.issue(currentAttempt(services, attempt), 'CUSTOM_CHALLENGE', state),
    ChallengeParameters: {
      USERNAME: user?.username ?? simulatedUsername(client.pool, username),
      ...parameters,
    },
  }))
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
