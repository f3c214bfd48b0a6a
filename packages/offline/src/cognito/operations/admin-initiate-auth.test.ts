import {
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  type AuthFlowType,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  type ExplicitAuthFlowsType,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { everyFactor } from '../testing/challenged-user.ts'
import { ClientId, Password, poolId, startEngine } from '../testing/engine.ts'
import { signingIn } from '../testing/signing-in.ts'
import { srpClient } from '../testing/srp-client.ts'

type Engine = Awaited<ReturnType<typeof startEngine>>
type More = { UserPoolId?: string; ClientId?: string; Session?: string | undefined }

const tokens = { ChallengeParameters: {}, AuthenticationResult: { RefreshToken: expect.any(String) } }
const invalid = { name: 'InvalidParameterException', $metadata: { httpStatusCode: 400 } }

const initiate = (
  { sdk }: Engine,
  AuthFlow: AuthFlowType,
  parameters: Record<string, string> = {},
  more: More = {},
) =>
  sdk.send(
    new AdminInitiateAuthCommand({
      UserPoolId: poolId,
      ClientId,
      AuthFlow,
      AuthParameters: { USERNAME: 'ada', ...parameters },
      ...more,
    }),
  )

const respond = ({ sdk }: Engine, responses: Record<string, string>, more: More) =>
  sdk.send(
    new AdminRespondToAuthChallengeCommand({
      UserPoolId: poolId,
      ClientId,
      ChallengeName: 'SELECT_CHALLENGE',
      ChallengeResponses: { USERNAME: 'ada', ...responses },
      ...more,
    }),
  )

async function withFlows(...ExplicitAuthFlows: ExplicitAuthFlowsType[]) {
  const engine = await startEngine({ client: { ExplicitAuthFlows } })
  await engine.confirmedUser('ada')
  return engine
}

test.each(['ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'] as const)(
  'exchanges a password for tokens by %s',
  async flow => {
    await using engine = await withFlows('ALLOW_ADMIN_USER_PASSWORD_AUTH')
    const { $metadata, ...answer } = await initiate(engine, flow, { PASSWORD: Password })
    expect(answer).toEqual({
      ChallengeParameters: {},
      AuthenticationResult: {
        AccessToken: expect.any(String),
        ExpiresIn: 3600,
        IdToken: expect.any(String),
        RefreshToken: expect.any(String),
        TokenType: 'Bearer',
      },
    })
    await expect(initiate(engine, flow, { PASSWORD: 'Wrong-horse-7' })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    })
    await expect(initiate(engine, flow)).rejects.toMatchObject({
      ...invalid,
      message: 'Missing required parameter PASSWORD',
    })
  },
)

test('takes the flow of a client from before the ALLOW_ prefix', async () => {
  await using engine = await withFlows('ADMIN_NO_SRP_AUTH')
  expect(await initiate(engine, 'ADMIN_NO_SRP_AUTH', { PASSWORD: Password })).toMatchObject(tokens)
})

test.each([
  ['ALLOW_USER_PASSWORD_AUTH', 'ADMIN_USER_PASSWORD_AUTH'],
  ['ALLOW_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'],
  ['ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH'],
  ['ALLOW_USER_PASSWORD_AUTH', 'USER_SRP_AUTH'],
  ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'USER_AUTH'],
] as const)('refuses a client of %s the flow %s', async (allowed, flow) => {
  await using engine = await withFlows(allowed)
  await expect(initiate(engine, flow, { PASSWORD: Password })).rejects.toMatchObject(invalid)
})

test('begins the other flows as InitiateAuth does, and refreshes', async () => {
  await using engine = await withFlows(
    'ALLOW_ADMIN_USER_PASSWORD_AUTH',
    'ALLOW_USER_SRP_AUTH',
    'ALLOW_USER_AUTH',
    'ALLOW_REFRESH_TOKEN_AUTH',
  )
  const { SRP_A } = srpClient()
  expect(await initiate(engine, 'USER_SRP_AUTH', { SRP_A })).toMatchObject({
    ChallengeName: 'PASSWORD_VERIFIER',
  })
  expect(await initiate(engine, 'USER_AUTH')).toMatchObject({ ChallengeName: 'SELECT_CHALLENGE' })
  const { AuthenticationResult } = await initiate(engine, 'ADMIN_NO_SRP_AUTH', { PASSWORD: Password })
  const REFRESH_TOKEN = AuthenticationResult?.RefreshToken ?? ''
  for (const flow of ['REFRESH_TOKEN', 'REFRESH_TOKEN_AUTH'] as const) {
    expect(await initiate(engine, flow, { REFRESH_TOKEN })).toMatchObject({
      AuthenticationResult: { IdToken: expect.any(String) },
    })
  }
})

test('a session goes from one of the two ways to the other', async () => {
  await using engine = await startEngine(everyFactor)
  await engine.confirmedUser('ada')
  const responses = { ANSWER: 'PASSWORD', PASSWORD: Password }
  const { Session } = await signingIn(engine.sdk).initiate('USER_AUTH', { USERNAME: 'ada' })
  expect(await respond(engine, responses, { Session })).toMatchObject(tokens)
  await expect(respond(engine, responses, { Session })).rejects.toMatchObject({
    message: 'Invalid session for the user, session can only be used once.',
  })
  const asked = await initiate(engine, 'USER_AUTH')
  expect(await signingIn(engine.sdk).respond(asked, responses)).toMatchObject(tokens)
  await expect(respond(engine, responses, {})).rejects.toMatchObject({
    ...invalid,
    message: 'Missing required parameter Session',
  })
})

test.each([
  ['LEGACY', { name: 'UserNotFoundException', message: 'User does not exist.' }],
  ['ENABLED', { name: 'NotAuthorizedException', message: 'Incorrect username or password.' }],
] as const)('under %s tells of an unknown user', async (PreventUserExistenceErrors, error) => {
  await using engine = await startEngine({
    client: { ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'], PreventUserExistenceErrors },
  })
  await expect(
    initiate(engine, 'ADMIN_USER_PASSWORD_AUTH', { USERNAME: 'nobody', PASSWORD: Password }),
  ).rejects.toMatchObject({ ...error, $metadata: { httpStatusCode: 400 } })
})

test('knows a client in its own pool only', async () => {
  await using engine = await withFlows('ALLOW_ADMIN_USER_PASSWORD_AUTH')
  const { UserPool: { Id: other = '' } = {} } = await engine.sdk.send(
    new CreateUserPoolCommand({ PoolName: 'other' }),
  )
  const { UserPoolClient: { ClientId: foreign = '' } = {} } = await engine.sdk.send(
    new CreateUserPoolClientCommand({ UserPoolId: other, ClientName: 'other' }),
  )
  const password = { PASSWORD: Password }
  const unknownPool = { UserPoolId: 'eu-central-1_None' }
  const missing = (message: string) => ({ name: 'ResourceNotFoundException', message })
  await expect(initiate(engine, 'ADMIN_NO_SRP_AUTH', password, unknownPool)).rejects.toMatchObject(
    missing('User pool eu-central-1_None does not exist.'),
  )
  await expect(respond(engine, {}, unknownPool)).rejects.toMatchObject(
    missing('User pool eu-central-1_None does not exist.'),
  )
  const noClient = missing(`User pool client ${foreign} does not exist.`)
  await expect(initiate(engine, 'ADMIN_NO_SRP_AUTH', password, { ClientId: foreign })).rejects.toMatchObject(
    noClient,
  )
  await expect(respond(engine, {}, { ClientId: foreign })).rejects.toMatchObject(noClient)
})

test.each(['AdminInitiateAuth', 'AdminRespondToAuthChallenge'])('%s has to be signed', async operation => {
  await using engine = await startEngine()
  const response = await fetch(engine.cognito.url, {
    method: 'POST',
    headers: { 'X-Amz-Target': `AWSCognitoIdentityProviderService.${operation}` },
    body: '{}',
  })
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' })
})
