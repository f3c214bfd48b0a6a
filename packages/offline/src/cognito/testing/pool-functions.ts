/** The functions of a pool, for one test: what each was given is kept in order, and the test says what they answer. */
import type {
  CreateAuthChallengeTriggerEvent,
  CustomMessageTriggerEvent,
  DefineAuthChallengeTriggerEvent,
  PostAuthenticationTriggerEvent,
  PostConfirmationTriggerEvent,
  PreAuthenticationTriggerEvent,
  PreSignUpTriggerEvent,
  PreTokenGenerationTriggerEvent,
  PreTokenGenerationV2TriggerEvent,
  UserMigrationTriggerEvent,
  VerifyAuthChallengeResponseTriggerEvent,
} from 'aws-lambda'
import type { TriggerName } from '../rules/pool-triggers.ts'
import type { InvokeFunction } from '../triggers.ts'
import { ClientId, poolId, region } from './engine.ts'

type Event =
  | CreateAuthChallengeTriggerEvent
  | CustomMessageTriggerEvent
  | DefineAuthChallengeTriggerEvent
  | PostAuthenticationTriggerEvent
  | PostConfirmationTriggerEvent
  | PreAuthenticationTriggerEvent
  | PreSignUpTriggerEvent
  | PreTokenGenerationTriggerEvent
  | PreTokenGenerationV2TriggerEvent
  | UserMigrationTriggerEvent
  | VerifyAuthChallengeResponseTriggerEvent

/** Gives what stands in `response`, at once or later, or throws. Nothing gives the event back as it came. */
type Answer = (event: Event) => unknown

type Functions = Partial<Record<TriggerName, Answer>>

export function poolFunctions(functions: Functions) {
  const events: Event[] = []
  const invoke: InvokeFunction = async (arn, sent) => {
    const event = JSON.parse(JSON.stringify(sent)) as Event
    events.push(event)
    try {
      const response = (await functions[arn as keyof Functions]?.(event)) ?? event.response
      return { ok: true, payload: { ...event, response } }
    } catch (error) {
      return { ok: false, errorType: 'Error', errorMessage: (error as Error).message }
    }
  }
  const LambdaConfig = Object.fromEntries(Object.keys(functions).map(name => [name, name]))
  return { events, invoke, LambdaConfig }
}

/** What is the same in every event of the test's pool and client. */
export const common = {
  version: '1',
  region,
  userPoolId: poolId,
  callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: ClientId },
}

export function refuse(): never {
  throw new Error('Not on a Sunday')
}
