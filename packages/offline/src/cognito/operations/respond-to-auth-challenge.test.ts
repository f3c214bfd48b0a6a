import {
  AdminDisableUserCommand,
  type ChallengeNameType,
  CreateUserPoolClientCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { challenged, everyFactor, ways } from '../testing/challenged-user.ts'
import { ClientId, Password, poolId, secretHash, startEngine } from '../testing/engine.ts'
import { signingIn } from '../testing/signing-in.ts'

const refused = (message: string) => ({
  name: 'NotAuthorizedException',
  message,
  $metadata: { httpStatusCode: 400 },
})
const invalidSession = refused('Invalid session for the user.')
const usedSession = refused('Invalid session for the user, session can only be used once.')

/** What goes on with another challenge, and what ends in tokens. */
const next: Partial<Record<ChallengeNameType, ChallengeNameType>> = {
  SELECT_MFA_TYPE: 'EMAIL_OTP',
  PASSWORD_SRP: 'PASSWORD_VERIFIER',
}

const wrong: Partial<Record<ChallengeNameType, [Record<string, string>, string]>> = {
  SOFTWARE_TOKEN_MFA: [{ SOFTWARE_TOKEN_MFA_CODE: '000000' }, 'CodeMismatchException'],
  EMAIL_OTP: [{ EMAIL_OTP_CODE: 'none' }, 'CodeMismatchException'],
  SELECT_MFA_TYPE: [{ ANSWER: 'SMS_MFA' }, 'InvalidParameterException'],
  NEW_PASSWORD_REQUIRED: [{ NEW_PASSWORD: 'short' }, 'InvalidPasswordException'],
  SELECT_CHALLENGE: [{ ANSWER: 'WEB_AUTHN' }, 'InvalidParameterException'],
  PASSWORD: [{ PASSWORD: 'Wrong-horse-7' }, 'NotAuthorizedException'],
  PASSWORD_SRP: [{ SRP_A: '0' }, 'InvalidParameterException'],
}

const all = Object.entries(ways) as [ChallengeNameType, NonNullable<(typeof ways)[ChallengeNameType]>][]

test.each(all)('%s goes on with its right answer', async (name, way) => {
  await using person = await challenged(way)
  const { asked, right, engine } = person
  expect(asked).toMatchObject({ ChallengeName: name, Session: expect.any(String) })
  expect(await signingIn(engine.sdk).respond(asked, right)).toMatchObject(
    next[name]
      ? { ChallengeName: next[name], Session: expect.any(String) }
      : { ChallengeParameters: {}, AuthenticationResult: { RefreshToken: expect.any(String) } },
  )
})

test.each(all.filter(([name]) => wrong[name]))('%s stands after a wrong answer', async (name, way) => {
  await using person = await challenged(way)
  const { asked, right, engine } = person
  const { respond } = signingIn(engine.sdk)
  const [answer, type] = wrong[name] ?? [{}, '']
  await expect(respond(asked, { ...right, ...answer })).rejects.toMatchObject({
    name: type,
    $metadata: { httpStatusCode: 400 },
  })
  await expect(respond(asked, right)).resolves.toBeDefined()
})

test.each(all)('%s takes a session once', async (_, way) => {
  await using person = await challenged(way)
  const { asked, right, engine } = person
  const { respond } = signingIn(engine.sdk)
  await respond(asked, right)
  await expect(respond(asked, right)).rejects.toMatchObject(usedSession)
})

test.each(all)('%s takes a session of one user from no other', async (_, way) => {
  await using person = await challenged(way)
  const { asked, right, engine } = person
  const { respond } = signingIn(engine.sdk)
  for (const USERNAME of ['bob', 'nobody']) {
    await expect(respond(asked, { ...right, USERNAME })).rejects.toMatchObject(invalidSession)
  }
  await expect(respond(asked, right)).resolves.toBeDefined()
})

test.each(all)('%s takes a session of one client from no other', async (_, way) => {
  await using person = await challenged(way)
  const { asked, right, engine } = person
  const { UserPoolClient } = await engine.sdk.send(
    new CreateUserPoolClientCommand({ UserPoolId: poolId, ClientName: 'other', ...everyFactor.client }),
  )
  await expect(
    signingIn(engine.sdk).respond(asked, right, { ClientId: UserPoolClient?.ClientId ?? '' }),
  ).rejects.toMatchObject(invalidSession)
})

test.each(all)('%s takes no session of another step', async (name, way) => {
  await using person = await challenged(way)
  const { asked, right, engine } = person
  const other = name === 'SELECT_CHALLENGE' ? 'PASSWORD' : 'SELECT_CHALLENGE'
  await expect(
    signingIn(engine.sdk).respond({ ...asked, ChallengeName: other }, { ANSWER: 'PASSWORD', ...right }),
  ).rejects.toMatchObject(invalidSession)
})

test.each(all)('%s takes no session that is too old', async (_, way) => {
  await using person = await challenged(way)
  const { asked, right, engine } = person
  engine.clock.advance({ minutes: 3 })
  await expect(signingIn(engine.sdk).respond(asked, right)).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  })
})

test.each(all)(
  '%s refuses a user who has been disabled meanwhile, whatever the answer',
  async (name, way) => {
    await using person = await challenged(way)
    const { asked, right, engine } = person
    await engine.sdk.send(
      new AdminDisableUserCommand({ UserPoolId: poolId, Username: right.USERNAME ?? 'ada' }),
    )
    for (const answer of [wrong[name]?.[0], {}]) {
      await expect(signingIn(engine.sdk).respond(asked, { ...right, ...answer })).rejects.toMatchObject(
        refused('User is disabled.'),
      )
    }
  },
)

test.each(all)('%s misses what the answer has to hold', async (name, way) => {
  await using person = await challenged(way)
  const { asked, right, engine } = person
  const { respond } = signingIn(engine.sdk)
  const missing = (parameter: string) => ({
    name: 'InvalidParameterException',
    message: `Missing required parameter ${parameter}`,
  })
  await expect(respond({ ChallengeName: name }, right)).rejects.toMatchObject(missing('Session'))
  await expect(respond(asked, { ...right, USERNAME: '' })).rejects.toMatchObject(missing('USERNAME'))
  const [own] = Object.keys(right).filter(key => key !== 'USERNAME' && key !== 'PASSWORD')
  if (own) await expect(respond(asked, { ...right, [own]: '' })).rejects.toMatchObject(missing(own))
})

test('a session lasts as long as the client says', async () => {
  const way = ways.PASSWORD ?? { come: () => Promise.reject() }
  const client = { ...everyFactor.client, AuthSessionValidity: 15 }
  await using person = await challenged({ ...way, settings: { ...everyFactor, client } })
  const { asked, right, engine } = person
  engine.clock.advance({ minutes: 14 })
  await expect(signingIn(engine.sdk).respond(asked, right)).resolves.toHaveProperty('AuthenticationResult')
})

test('takes any name of the user who is signing in', async () => {
  const way = ways.EMAIL_OTP ?? { come: () => Promise.reject() }
  await using person = await challenged(way)
  const { asked, right, engine } = person
  await expect(
    signingIn(engine.sdk).respond(asked, { ...right, USERNAME: 'ADA@example.test' }),
  ).resolves.toHaveProperty('AuthenticationResult')
})

test('a few wrong codes leave the session, and no more', async () => {
  const way = ways.EMAIL_OTP ?? { come: () => Promise.reject() }
  await using person = await challenged(way)
  const { asked, right, engine } = person
  const { respond } = signingIn(engine.sdk)
  for (let attempt = 1; attempt <= 5; attempt++) {
    await expect(respond(asked, { EMAIL_OTP_CODE: 'none' })).rejects.toMatchObject({
      name: 'CodeMismatchException',
      message: 'Invalid code or auth state for the user.',
    })
  }
  await expect(respond(asked, right)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
})

test('wants the secret hash of a client with a secret, over the name as it was sent', async () => {
  const secret = 'a-secret-of-thirty-two-characters'
  await using engine = await startEngine({
    ...everyFactor,
    client: { ...everyFactor.client, ClientSecret: secret },
  })
  const { initiate, respond } = signingIn(engine.sdk)
  const hash = (name: string) => ({ SECRET_HASH: secretHash(secret, name) })
  const asked = await initiate('USER_AUTH', { USERNAME: 'nobody', ...hash('nobody') })
  const right = { USERNAME: 'NOBODY', ANSWER: 'PASSWORD', PASSWORD: Password }

  await expect(respond(asked, right)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await expect(respond(asked, { ...right, ...hash('nobody') })).rejects.toMatchObject(
    refused(`Unable to verify secret hash for client ${ClientId}`),
  )
  await expect(respond(asked, { ...right, ...hash('NOBODY') })).rejects.toMatchObject(
    refused('Incorrect username or password.'),
  )
})

test.each(['SMS_MFA', 'SMS_OTP', 'DEVICE_SRP_AUTH', 'DEVICE_PASSWORD_VERIFIER'] as const)(
  'names what it does not do: %s',
  async ChallengeName => {
    await using engine = await startEngine()
    await expect(
      engine.sdk.send(new RespondToAuthChallengeCommand({ ClientId, ChallengeName })),
    ).rejects.toMatchObject({
      name: 'OfflineUnsupportedOperation',
      message: expect.stringContaining(ChallengeName),
      $metadata: { httpStatusCode: 501 },
    })
  },
)

test('knows no such client, and no such challenge', async () => {
  await using engine = await startEngine()
  await expect(
    engine.sdk.send(new RespondToAuthChallengeCommand({ ClientId: 'other', ChallengeName: 'PASSWORD' })),
  ).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'User pool client other does not exist.',
  })
  for (const ChallengeName of ['ADMIN_NO_SRP_AUTH', 'SIGN_UP'] as const) {
    await expect(
      engine.sdk.send(
        new RespondToAuthChallengeCommand({ ClientId, ChallengeName: ChallengeName as ChallengeNameType }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' })
  }
})
