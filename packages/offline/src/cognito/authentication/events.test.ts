import {
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AdminSetUserPasswordCommand,
  type ChallengeNameType,
  ConfirmSignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { challenged, everyFactor, ways } from '../testing/challenged-user.ts'
import { ClientId, Password, poolId, startEngine } from '../testing/engine.ts'
import { common, poolFunctions, refuse } from '../testing/pool-functions.ts'
import { signingIn } from '../testing/signing-in.ts'
import { srpClient } from '../testing/srp-client.ts'

type Functions = Parameters<typeof poolFunctions>[0]
type Settings = NonNullable<Parameters<typeof startEngine>[0]>

const ClientMetadata = { page: 'sign-in' }
const refusal = {
  name: 'UserLambdaValidationException',
  message: expect.stringContaining('Not on a Sunday'),
  $metadata: { httpStatusCode: 400 },
}
const incorrect = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' }
const unknown = { name: 'UserNotFoundException', message: 'User does not exist.' }

async function withFunctions(functions: Functions, { pool, client }: Settings = {}) {
  const { invoke, events, LambdaConfig } = poolFunctions(functions)
  const engine = await startEngine({
    invoke,
    pool: { ...everyFactor.pool, ...pool, LambdaConfig },
    factors: everyFactor.factors,
    client: { ...everyFactor.client, ...client },
  })
  return { ...engine, ...signingIn(engine.sdk), events }
}

const sources = (events: { triggerSource: string }[]) => events.map(({ triggerSource }) => triggerSource)
const all: Functions = {
  PreAuthentication: () => undefined,
  PostAuthentication: () => undefined,
  PreTokenGeneration: () => undefined,
}

test('tells the functions before the password is looked at, and after everything is proven', async () => {
  await using engine = await withFunctions(all)
  const sub = await engine.confirmedUser('ada', { email: 'ada@example.test' })
  await engine.withPassword(Password, 'ADA', { ClientMetadata })

  const userAttributes = {
    sub,
    'cognito:user_status': 'CONFIRMED',
    email: 'ada@example.test',
    email_verified: 'true',
  }
  expect(engine.events.slice(0, 2)).toEqual([
    {
      ...common,
      userName: 'ada',
      triggerSource: 'PreAuthentication_Authentication',
      request: { userAttributes, validationData: ClientMetadata, userNotFound: false },
      response: {},
    },
    {
      ...common,
      userName: 'ada',
      triggerSource: 'PostAuthentication_Authentication',
      request: { userAttributes, newDeviceUsed: false },
      response: {},
    },
  ])
  expect(sources(engine.events).slice(2)).toEqual(['TokenGeneration_Authentication'])
  expect(engine.events[2]?.request).not.toHaveProperty('clientMetadata')

  await engine.withPassword('Wrong-horse-7').catch(() => {})
  expect(sources(engine.events).slice(3)).toEqual(['PreAuthentication_Authentication'])
})

test.each<[string, (engine: Awaited<ReturnType<typeof withFunctions>>) => Promise<unknown>]>([
  ['USER_PASSWORD_AUTH', ({ withPassword }) => withPassword()],
  [
    'USER_SRP_AUTH',
    ({ initiate }) => initiate('USER_SRP_AUTH', { USERNAME: 'ada', SRP_A: srpClient().SRP_A }),
  ],
  ['USER_AUTH', ({ initiate }) => initiate('USER_AUTH', { USERNAME: 'ada' })],
  ['CUSTOM_AUTH', ({ initiate }) => initiate('CUSTOM_AUTH', { USERNAME: 'ada' })],
])('what PreAuthentication refuses goes no further: %s', async (_, attempt) => {
  await using engine = await withFunctions({ PreAuthentication: refuse })
  await engine.confirmedUser('ada')
  await expect(attempt(engine)).rejects.toMatchObject(refusal)
})

test('PreAuthentication hears of somebody who does not exist under ENABLED only', async () => {
  await using hiding = await withFunctions(all)
  await using telling = await withFunctions(all, { client: { PreventUserExistenceErrors: 'LEGACY' } })
  await expect(hiding.withPassword(Password, 'nobody')).rejects.toMatchObject(incorrect)
  expect(hiding.events).toMatchObject([
    { userName: 'nobody', request: { userAttributes: {}, userNotFound: true } },
  ])
  await expect(telling.withPassword(Password, 'nobody')).rejects.toMatchObject(unknown)
  await telling.initiate('USER_AUTH', { USERNAME: 'nobody' })
  expect(telling.events).toEqual([])
})

test('PreAuthentication does not hear of somebody who cannot sign in anyway', async () => {
  await using engine = await withFunctions(all)
  await engine.signUp('ada')
  await expect(engine.withPassword()).rejects.toMatchObject({ name: 'UserNotConfirmedException' })
  expect(engine.events).toEqual([])
})

test('what PostAuthentication refuses gives no tokens', async () => {
  await using engine = await withFunctions({ PostAuthentication: refuse })
  await engine.confirmedUser('ada')
  await expect(engine.withPassword()).rejects.toMatchObject(refusal)
})

test.each(
  (['EMAIL_OTP', 'NEW_PASSWORD_REQUIRED', 'PASSWORD', 'SOFTWARE_TOKEN_MFA'] as ChallengeNameType[]).map(
    name => [name, ways[name] ?? { come: () => Promise.reject() }] as const,
  ),
)('what comes with the answer to %s reaches the functions after it', async (name, way) => {
  const { invoke, events, LambdaConfig } = poolFunctions(all)
  const pool = { ...everyFactor.pool, LambdaConfig }
  await using person = await challenged({ ...way, settings: { ...everyFactor, invoke, pool } })
  const { asked, right, engine } = person
  events.splice(0)
  await signingIn(engine.sdk).respond(asked, right, { ClientMetadata })
  expect(sources(events)).toEqual([
    'PostAuthentication_Authentication',
    name === 'NEW_PASSWORD_REQUIRED'
      ? 'TokenGeneration_NewPasswordChallenge'
      : 'TokenGeneration_Authentication',
  ])
  for (const { request } of events) expect(request).toMatchObject({ clientMetadata: ClientMetadata })
})

test('what an app sends with an answer does not reach CustomMessage, what an administrator sends does', async () => {
  const { invoke, events, LambdaConfig } = poolFunctions({ CustomMessage: () => undefined })
  await using engine = await startEngine({
    ...everyFactor,
    invoke,
    pool: { ...everyFactor.pool, LambdaConfig },
  })
  await engine.confirmedUser('ada')
  events.splice(0)
  const { initiate, respond } = signingIn(engine.sdk)
  const choice = await initiate('USER_AUTH', { USERNAME: 'ada' }, { ClientMetadata })
  await respond(choice, { ANSWER: 'EMAIL_OTP' }, { ClientMetadata })
  await engine.sdk.send(
    new AdminRespondToAuthChallengeCommand({
      UserPoolId: poolId,
      ClientId,
      ChallengeName: 'SELECT_CHALLENGE',
      Session: (await initiate('USER_AUTH', { USERNAME: 'ada' })).Session,
      ChallengeResponses: { USERNAME: 'ada', ANSWER: 'EMAIL_OTP' },
      ClientMetadata,
    }),
  )
  expect(events).toMatchObject([
    { triggerSource: 'CustomMessage_Authentication', request: { clientMetadata: {} } },
    { triggerSource: 'CustomMessage_Authentication', request: { clientMetadata: ClientMetadata } },
  ])
})

test('a password that is changed while a function is asked gives no tokens', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const { promise: asked, resolve: isAsked } = Promise.withResolvers<void>()
  await using engine = await startEngine({
    pool: { LambdaConfig: { CustomMessage: 'CustomMessage' }, MfaConfiguration: 'ON' },
    factors: { EmailMfaConfiguration: {} },
    invoke: async (_, event) => {
      if ('triggerSource' in event && event.triggerSource === 'CustomMessage_Authentication') {
        isAsked()
        await promise
      }
      return { ok: true, payload: event }
    },
  })
  await engine.confirmedUser('ada')
  const attempt = signingIn(engine.sdk).withPassword()
  await asked
  await engine.sdk.send(
    new AdminSetUserPasswordCommand({
      UserPoolId: poolId,
      Username: 'ada',
      Password: 'Better-horse-8',
      Permanent: true,
    }),
  )
  resolve()
  await expect(attempt).rejects.toMatchObject(incorrect)
})

test('a sign-up that is confirmed and an administrator go by the same functions', async () => {
  await using engine = await withFunctions(all)
  await engine.signUp('ada')
  const { Session } = await engine.sdk.send(
    new ConfirmSignUpCommand({ ClientId, Username: 'ada', ConfirmationCode: engine.latestCode() }),
  )
  await engine.initiate('USER_AUTH', { USERNAME: 'ada' }, { Session, ClientMetadata })
  expect(sources(engine.events)).toEqual([
    'PreAuthentication_Authentication',
    'PostAuthentication_Authentication',
    'TokenGeneration_Authentication',
  ])
  engine.events.splice(0)
  await engine.sdk.send(
    new AdminInitiateAuthCommand({
      UserPoolId: poolId,
      ClientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'ada', PASSWORD: Password },
      ClientMetadata,
    }),
  )
  expect(sources(engine.events)).toEqual([
    'PreAuthentication_Authentication',
    'PostAuthentication_Authentication',
    'TokenGeneration_Authentication',
  ])
  expect(engine.events[0]?.request).toMatchObject({ validationData: ClientMetadata })
})
