import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Invocation } from '../lambda/invocation.ts'
import { poolOf } from './pool.ts'
import { region, userPool } from './testing/engine.ts'
import { createTriggers, type InvokeFunction } from './triggers.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})

afterEach(() => {
  vi.useRealTimers()
})

const pool = poolOf(userPool({ pool: { LambdaConfig: { PreSignUp: 'arn' } } }), region)
const hanging = () => new Promise<Invocation>(() => {})

function run(invoke: InvokeFunction) {
  const ask = vi.fn(invoke)
  const answer = createTriggers({ invoke: ask, region }).run('PreSignUp', {
    pool,
    clientId: undefined,
    username: 'ada',
    source: 'PreSignUp_AdminCreateUser',
    request: {},
    response: {},
  })
  answer.catch(() => {})
  return { ask, answer }
}

test('gives the event to the function, and what that gives to the caller', async () => {
  const { ask, answer } = run(async () => ({ ok: true, payload: { response: { autoConfirmUser: true } } }))
  await expect(answer).resolves.toEqual({ autoConfirmUser: true })
  expect(ask.mock.calls).toEqual([
    [
      'arn',
      {
        version: '1',
        region,
        userPoolId: pool.id,
        userName: 'ada',
        callerContext: {
          awsSdkVersion: 'aws-sdk-unknown-unknown',
          clientId: 'CLIENT_ID_NOT_APPLICABLE',
        },
        triggerSource: 'PreSignUp_AdminCreateUser',
        request: {},
        response: {},
      },
    ],
  ])
})

test('calls a function that does not answer three times, five seconds each', async () => {
  const { ask, answer } = run(hanging)
  await vi.advanceTimersByTimeAsync(4999)
  expect(ask).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(ask).toHaveBeenCalledTimes(2)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(ask).toHaveBeenCalledTimes(3)
  await expect(answer).rejects.toMatchObject({ type: 'UnexpectedLambdaException', status: 400 })
})

test('takes an answer at the third time', async () => {
  let calls = 0
  const { answer } = run(() =>
    ++calls < 3 ? hanging() : Promise.resolve({ ok: true, payload: { response: {} } }),
  )
  await vi.advanceTimersByTimeAsync(10_000)
  await expect(answer).resolves.toEqual({})
})

test('calls a function that refuses once, and says why it does', async () => {
  const { ask, answer } = run(async () => ({
    ok: false,
    errorType: 'Error',
    errorMessage: 'Not on a Sunday',
  }))
  await expect(answer).rejects.toMatchObject({
    type: 'UserLambdaValidationException',
    status: 400,
    message: expect.stringContaining('Not on a Sunday'),
  })
  expect(ask).toHaveBeenCalledTimes(1)
})

test.each([null, 'yes', [], {}, { response: null }, { response: 'yes' }, { response: [] }])(
  'cannot follow the answer %o',
  async payload => {
    const { answer } = run(async () => ({ ok: true, payload }))
    await expect(answer).rejects.toMatchObject({
      type: 'InvalidLambdaResponseException',
      message: 'Unrecognizable lambda output',
      status: 400,
    })
  },
)
