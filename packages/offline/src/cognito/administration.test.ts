/** What scripts and the AWS CLI do: pools, clients and users made by operations, and who may call them. */
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DeleteUserPoolClientCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ListUsersCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { createOperations } from './operations.ts'
import type { Services } from './services.ts'
import { databaseFile } from './testing/database-file.ts'
import { ClientId, Password, poolId, region, startEngine } from './testing/engine.ts'

type Engine = Awaited<ReturnType<typeof startEngine>>

const another = 'Another-horse-8'

/** A pool and a client that takes passwords, as a script makes them. */
async function poolAndClient({ sdk }: Engine) {
  const { UserPool } = await sdk.send(
    new CreateUserPoolCommand({
      PoolName: 'people',
      UsernameAttributes: ['email'],
      AutoVerifiedAttributes: ['email'],
      Policies: { PasswordPolicy: { MinimumLength: 10 } },
    }),
  )
  const UserPoolId = UserPool?.Id ?? ''
  const { UserPoolClient } = await sdk.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'cli',
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    }),
  )
  return { UserPoolId, clientId: UserPoolClient?.ClientId ?? '' }
}

const signIn = ({ sdk }: Engine, clientId: string, PASSWORD: string, USERNAME = 'ada@example.test') =>
  sdk.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD },
    }),
  )

test('a script makes a pool, a client and a user, who signs in', async () => {
  await using engine = await startEngine()
  const { sdk, cognito } = engine
  const { UserPoolId, clientId } = await poolAndClient(engine)
  const Username = 'ada@example.test'

  const { User } = await sdk.send(new AdminCreateUserCommand({ UserPoolId, Username }))
  await sdk.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }))
  const { AuthenticationResult } = await signIn(engine, clientId, Password)

  const { payload } = await jwtVerify(
    AuthenticationResult?.IdToken ?? '',
    createLocalJWKSet(await cognito.jwks(UserPoolId)),
    { issuer: cognito.issuer(UserPoolId), audience: clientId, currentDate: new Date(engine.clock.now()) },
  )
  expect(payload).toMatchObject({ 'cognito:username': User?.Username, email: Username })
  const { AccessToken } = AuthenticationResult ?? {}
  await expect(sdk.send(new GetUserCommand({ AccessToken }))).resolves.toMatchObject({
    Username: User?.Username,
  })
})

test('somebody who was invited sets a password of their own', async () => {
  await using engine = await startEngine()
  const { sdk } = engine
  const { UserPoolId, clientId } = await poolAndClient(engine)
  const Username = 'ada@example.test'
  await sdk.send(new AdminCreateUserCommand({ UserPoolId, Username }))

  const { ChallengeName, Session } = await signIn(engine, clientId, engine.latestCode())
  await sdk.send(
    new RespondToAuthChallengeCommand({
      ClientId: clientId,
      ChallengeName,
      Session,
      ChallengeResponses: { USERNAME: Username, NEW_PASSWORD: another },
    }),
  )

  await expect(signIn(engine, clientId, another)).resolves.toHaveProperty('AuthenticationResult')
  await expect(sdk.send(new AdminGetUserCommand({ UserPoolId, Username }))).resolves.toMatchObject({
    UserStatus: 'CONFIRMED',
  })
})

test('what operations made is there after a restart, as it was', async () => {
  await using file = await databaseFile()
  const described = async ({ sdk, cognito }: Engine, UserPoolId: string, clientId: string) => ({
    ...(await sdk.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool,
    ...(await sdk.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId: clientId }))).UserPoolClient,
    keys: await cognito.jwks(UserPoolId),
  })
  let made: Awaited<ReturnType<typeof poolAndClient>>
  let before: Awaited<ReturnType<typeof described>>
  {
    await using engine = await startEngine({ database: file.path })
    made = await poolAndClient(engine)
    before = await described(engine, made.UserPoolId, made.clientId)
  }

  await using engine = await startEngine({ database: file.path })
  expect(await described(engine, made.UserPoolId, made.clientId)).toEqual(before)
  await engine.sdk.send(
    new SignUpCommand({ ClientId: made.clientId, Username: 'ada@example.test', Password }),
  )
  expect(engine.cognito.messages()).toMatchObject([{ to: 'ada@example.test', kind: 'SignUp' }])
})

test('what operations removed stays so, and what the resource graph says comes back', async () => {
  await using file = await databaseFile()
  const PoolName = 'renamed'
  let made: Awaited<ReturnType<typeof poolAndClient>>
  {
    await using engine = await startEngine({ database: file.path })
    made = await poolAndClient(engine)
    await engine.confirmedUser()
    await engine.sdk.send(
      new DeleteUserPoolClientCommand({ UserPoolId: made.UserPoolId, ClientId: made.clientId }),
    )
    await engine.sdk.send(new DeleteUserPoolClientCommand({ UserPoolId: poolId, ClientId }))
    await engine.sdk.send(new UpdateUserPoolCommand({ UserPoolId: poolId, PoolName }))
    await engine.sdk.send(new UpdateUserPoolCommand({ UserPoolId: made.UserPoolId, PoolName }))
  }

  await using engine = await startEngine({ database: file.path })
  const nameOf = async (UserPoolId: string) =>
    (await engine.sdk.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool?.Name
  await expect(signIn(engine, made.clientId, Password)).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  })
  await expect(engine.signIn()).resolves.toHaveProperty('AuthenticationResult')
  expect(await nameOf(made.UserPoolId)).toBe(PoolName)
  expect(await nameOf(poolId)).toBe('users')
})

test('the users of one pool are nothing to another', async () => {
  await using engine = await startEngine()
  const { UserPoolId } = await poolAndClient(engine)
  const sub = await engine.confirmedUser()
  for (const Username of ['ada', 'ada@example.test', sub]) {
    await expect(engine.sdk.send(new AdminGetUserCommand({ UserPoolId, Username }))).rejects.toMatchObject({
      name: 'UserNotFoundException',
    })
  }
  expect((await engine.sdk.send(new ListUsersCommand({ UserPoolId }))).Users).toEqual([])
})

/** The table itself: what it holds is looked at here, not run. */
const operations = [...createOperations({} as Services)]
const administrative = operations.filter(([, { isAdministrative }]) => isAdministrative).map(([name]) => name)

const post = (
  { cognito }: Engine,
  operation: string,
  members: object,
  headers: Record<string, string> = {},
) =>
  fetch(cognito.url, {
    method: 'POST',
    headers: { 'X-Amz-Target': `AWSCognitoIdentityProviderService.${operation}`, ...headers },
    body: JSON.stringify(members),
  })

const Authorization = 'AWS4-HMAC-SHA256 Credential=offline/20260301/eu-central-1/cognito-idp/aws4_request'

test('wants those signed which the AWS SDK signs', async () => {
  await using engine = await startEngine()
  const { httpAuthSchemeProvider } = engine.sdk.config
  const signed = operations
    .map(([operation]) => operation)
    .filter(operation =>
      httpAuthSchemeProvider({ operation, region }).every(({ schemeId }) => schemeId !== 'smithy.api#noAuth'),
    )
  expect(administrative).toEqual(signed)
})

test('refuses an administrative request that is not signed', async () => {
  await using engine = await startEngine()
  for (const operation of administrative) {
    const response = await post(engine, operation, {})
    expect([operation, response.status, await response.json()]).toEqual([
      operation,
      400,
      { __type: 'MissingAuthenticationTokenException', message: expect.any(String) },
    ])
  }
})

test('refuses an administrative request from a page, signed or not', async () => {
  await using engine = await startEngine()
  for (const operation of administrative) {
    for (const headers of [{ Authorization }, {}]) {
      const response = await post(engine, operation, {}, { ...headers, Origin: 'https://app.example.test' })
      expect([operation, response.status, await response.json()]).toEqual([
        operation,
        501,
        { __type: 'OfflineUnsupportedOperation', message: expect.stringContaining('browser') },
      ])
    }
  }
})

const ofUsers = administrative.filter(name => name.startsWith('Admin') && !/Auth/.test(name))
const rest: Record<string, object> = {
  AdminSetUserPassword: { Password },
  AdminUpdateUserAttributes: { UserAttributes: [] },
  AdminCreateUser: { MessageAction: 'RESEND' },
}

test.each(ofUsers)('%s does not know a pool or a user that does not exist', async operation => {
  await using engine = await startEngine()
  const refusal = async (UserPoolId: string) =>
    (
      await post(engine, operation, { UserPoolId, Username: 'ada', ...rest[operation] }, { Authorization })
    ).json()
  expect(await refusal('eu-central-1_Nothing')).toEqual({
    __type: 'ResourceNotFoundException',
    message: 'User pool eu-central-1_Nothing does not exist.',
  })
  expect(await refusal(poolId)).toEqual({
    __type: 'UserNotFoundException',
    message: 'User does not exist.',
  })
})

test.each([...ofUsers, 'DescribeUserPool', 'ListUsers', 'UpdateUserPool', 'DeleteUserPool'])(
  '%s looks at the form of the request first',
  async operation => {
    await using engine = await startEngine()
    const response = await post(engine, operation, { UserPoolId: 'no pool' }, { Authorization })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      __type: 'InvalidParameterException',
      message: expect.stringContaining("Value 'no pool' at 'userPoolId' failed to satisfy constraint"),
    })
  },
)

test('operations without an output structure answer nothing', async () => {
  await using engine = await startEngine()
  await engine.signUp()
  const response = await post(
    engine,
    'AdminDeleteUser',
    { UserPoolId: poolId, Username: 'ada' },
    { Authorization },
  )
  expect(response.status).toBe(200)
  expect(await response.text()).toBe('')
})

test('points in time are seconds on the wire', async () => {
  await using engine = await startEngine()
  await engine.signUp()
  const response = await post(
    engine,
    'AdminGetUser',
    { UserPoolId: poolId, Username: 'ada' },
    { Authorization },
  )
  expect(await response.json()).toMatchObject({ UserCreateDate: engine.clock.now() / 1000 })
})
