import { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { everyFactor } from '../testing/challenged-user.ts'
import { emailDesign, Password, startEngine } from '../testing/engine.ts'
import { poolFunctions } from '../testing/pool-functions.ts'
import { signingIn } from '../testing/signing-in.ts'
import { srpClient } from '../testing/srp-client.ts'

type Functions = Parameters<typeof poolFunctions>[0]
type Settings = NonNullable<Parameters<typeof startEngine>[0]>

const tokens = { ChallengeParameters: {}, AuthenticationResult: { RefreshToken: expect.any(String) } }
const ClientMetadata = { page: 'sign-in' }
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

const known: Functions = {
  UserMigration: ({ request }) => {
    if (!('password' in request) || request.password !== Password) throw new Error('Bad password')
    return {
      userAttributes: { email: 'ada@example.test', email_verified: 'true' },
      messageAction: 'SUPPRESS',
    }
  },
}

test('takes over somebody whom the pool does not know, with their password', async () => {
  await using engine = await withFunctions(known)
  const { AuthenticationResult: { AccessToken } = {} } = await engine.withPassword(Password, 'ada', {
    ClientMetadata,
  })
  expect(engine.events).toMatchObject([
    {
      userName: 'ada',
      triggerSource: 'UserMigration_Authentication',
      request: { password: Password, validationData: ClientMetadata },
    },
  ])
  const { Username, UserAttributes } = await engine.sdk.send(new GetUserCommand({ AccessToken }))
  expect(Username).toBe('ada')
  expect(UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' })

  expect(await engine.withPassword(Password, 'ada@example.test')).toMatchObject(tokens)
  expect(engine.events).toHaveLength(1)
})

test.each<[string, NonNullable<Settings['pool']>, string]>([
  ['where the address is an alias', {}, 'ada'],
  ['where the address is the username', emailDesign, 'ada@example.test'],
])('takes over somebody who chooses the password, %s', async (_, pool, USERNAME) => {
  await using engine = await withFunctions(known, { pool })
  const { SRP_A, answer } = srpClient()
  expect(
    await engine.initiate('USER_AUTH', { USERNAME, PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: Password }),
  ).toMatchObject(tokens)
  const asked = await engine.initiate('USER_SRP_AUTH', { USERNAME, SRP_A })
  expect(await engine.respond(asked, answer(asked.ChallengeParameters ?? {}))).toMatchObject(tokens)
})

test.each([
  ['ENABLED', incorrect],
  ['LEGACY', unknown],
] as const)(
  'takes over nobody with a wrong password, and under %s says so as ever',
  async (setting, error) => {
    await using engine = await withFunctions(known, { client: { PreventUserExistenceErrors: setting } })
    await expect(engine.withPassword('Wrong-horse-7')).rejects.toMatchObject(error)
    expect(await engine.withPassword()).toMatchObject(tokens)
  },
)

test('takes over nobody while the name is locked', async () => {
  await using engine = await withFunctions(known)
  for (let failure = 1; failure <= 5; failure++) {
    await expect(engine.withPassword('Wrong-horse-7')).rejects.toMatchObject(incorrect)
  }
  await expect(engine.withPassword()).rejects.toMatchObject({ message: 'Password attempts exceeded' })
  expect(engine.events).toHaveLength(5)
})

test('a welcome that would carry the password is not sent', async () => {
  const userAttributes = { email: 'ada@example.test' }
  await using engine = await withFunctions({
    UserMigration: () => ({ userAttributes, desiredDeliveryMediums: ['EMAIL'] }),
  })
  await expect(engine.withPassword()).rejects.toMatchObject({
    name: 'OfflineUnsupportedOperation',
    $metadata: { httpStatusCode: 501 },
  })
  expect(engine.cognito.messages()).toEqual([])
})

test('a user who is taken over to be reset has to reset', async () => {
  await using engine = await withFunctions(
    { UserMigration: () => ({ userAttributes: {}, finalUserStatus: 'RESET_REQUIRED' }) },
    { client: { PreventUserExistenceErrors: 'LEGACY' } },
  )
  await expect(engine.withPassword()).rejects.toMatchObject({ name: 'PasswordResetRequiredException' })
})
