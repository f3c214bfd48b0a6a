/**
 * Calls the functions that a pool has for its events, as Cognito does: with
 * the event in its request form, waiting for the same event with `response`
 * filled in.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 *
 * A function that throws refuses what it was asked about, and its message goes
 * to the caller. One that does not answer within five seconds is called up to
 * three times.
 */
import inspector from 'node:inspector'
import type { Invocation } from '../lambda/invocation.ts'
import { ServiceError } from './errors.ts'
import type { Pool } from './pool.ts'
import { openText } from './rules/open-texts.ts'
import type { TriggerName } from './rules/pool-triggers.ts'
import type { User } from './store/users.ts'

/** Runs the function that has this ARN. Rejects if there is none. */
export type InvokeFunction = (functionArn: string, event: object) => Promise<Invocation>

export type Triggers = ReturnType<typeof createTriggers>

type TriggerCall = {
  pool: Pool
  /** Nothing for what an administrator does. */
  clientId: string | undefined
  username: string
  /** `PreSignUp_SignUp`, `TokenGeneration_Authentication`, … */
  source: string
  version?: string
  request: object
  /** The answer that the function is given to fill in. */
  response: object
}

const timeoutMs = 5000
const maxAttempts = 3
const timedOut = Symbol()

export function createTriggers({ invoke, region }: { invoke: InvokeFunction; region: string }) {
  async function attempt(arn: string, event: object): Promise<Invocation | typeof timedOut> {
    const { promise, resolve } = Promise.withResolvers<typeof timedOut>()
    const timer = setTimeout(() => {
      // Somebody may be standing at a breakpoint inside the function.
      if (inspector.url() === undefined) resolve(timedOut)
    }, timeoutMs)
    try {
      return await Promise.race([invoke(arn, event), promise])
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    /** The `response` that the pool's function gave; nothing where the pool has no such function. */
    async run<Response extends object>(
      trigger: TriggerName,
      { pool, clientId, username, source, version = '1', request, response }: TriggerCall,
    ): Promise<Partial<Response> | undefined> {
      const arn = pool.triggers.arns[trigger]
      if (arn === undefined) return undefined
      const event = {
        version,
        region,
        userPoolId: pool.id,
        userName: username,
        callerContext: {
          awsSdkVersion: 'aws-sdk-unknown-unknown',
          clientId: clientId ?? 'CLIENT_ID_NOT_APPLICABLE',
        },
        triggerSource: source,
        request,
        response,
      }
      for (let attempts = 1; attempts <= maxAttempts; attempts++) {
        const invocation = await attempt(arn, event)
        if (invocation === timedOut) continue
        if (!invocation.ok) {
          throw new ServiceError(
            'UserLambdaValidationException',
            openText.triggerFailed(trigger, invocation.errorMessage),
          )
        }
        return responseOf(invocation.payload) as Partial<Response>
      }
      throw new ServiceError('UnexpectedLambdaException', openText.triggerTimedOut(trigger))
    },
  }
}

/** A user as events show them. */
export const eventAttributes = ({
  sub,
  status,
  attributes,
}: Pick<User, 'sub' | 'status' | 'attributes'>) => ({
  sub,
  'cognito:user_status': status,
  ...attributes,
})

/** What a function answered cannot be followed. */
export const unrecognizable = () =>
  new ServiceError('InvalidLambdaResponseException', 'Unrecognizable lambda output')

/** A map of texts in what a function answered; empty where it left it out. */
export function textsOf(value: unknown): Record<string, string> {
  if (value === undefined || value === null) return {}
  if (typeof value !== 'object' || Array.isArray(value)) throw unrecognizable()
  if (Object.values(value).some(text => typeof text !== 'string')) throw unrecognizable()
  return value as Record<string, string>
}

function responseOf(payload: unknown): object {
  const { response } = (payload ?? {}) as { response?: unknown }
  if (typeof response !== 'object' || response === null || Array.isArray(response)) throw unrecognizable()
  return response
}
