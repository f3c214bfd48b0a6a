import {
  AdminConfirmSignUpCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AssociateSoftwareTokenCommand,
  GetUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { ClientId, Password, poolId, startEngine } from './testing/engine.ts'
import { codeOf } from './testing/software-token-user.ts'

type Settings = NonNullable<Parameters<typeof startEngine>[0]>

/** A pool that demands a second factor. */
const strictPool = {
  pool: { MfaConfiguration: 'ON' },
  factors: { SoftwareTokenMfaConfiguration: { Enabled: true } },
} satisfies Settings

const invalidSession = {
  name: 'NotAuthorizedException',
  message: 'Invalid session for the user.',
  $metadata: { httpStatusCode: 400 },
}
const usedSession = {
  ...invalidSession,
  message: 'Invalid session for the user, session can only be used once.',
}

async function newcomer(settings: Settings = strictPool) {
  const engine = await startEngine(settings)
  await engine.confirmedUser()
  const { sdk, clock } = engine
  return {
    ...engine,
    signIn: (USERNAME = 'ada') =>
      sdk.send(
        new InitiateAuthCommand({
          ClientId,
          AuthFlow: 'USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME, PASSWORD: Password },
        }),
      ),
    associate: (Session: string | undefined) => sdk.send(new AssociateSoftwareTokenCommand({ Session })),
    verify: (Session: string | undefined, UserCode: string) =>
      sdk.send(new VerifySoftwareTokenCommand({ Session, UserCode, FriendlyDeviceName: 'telephone' })),
    respond: (
      ChallengeName: 'MFA_SETUP' | 'SOFTWARE_TOKEN_MFA',
      Session: string | undefined,
      responses: Record<string, string> = {},
    ) =>
      sdk.send(
        new RespondToAuthChallengeCommand({
          ClientId,
          ChallengeName,
          Session,
          ChallengeResponses: { USERNAME: 'ada', ...responses },
        }),
      ),
    codeOf: (secret: string | undefined, steps = 0) => codeOf(secret ?? '', clock, steps),
  }
}

test('someone whose sign-in waits for a second factor sets one up and is signed in', async () => {
  await using person = await newcomer()
  const challenge = await person.signIn('ada@example.test')
  expect(challenge).toMatchObject({
    ChallengeName: 'MFA_SETUP',
    ChallengeParameters: { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' },
  })

  const { $metadata: _, ...associated } = await person.associate(challenge.Session)
  expect(associated).toEqual({ SecretCode: expect.any(String), Session: expect.any(String) })
  const code = person.codeOf(associated.SecretCode)
  const { $metadata: __, ...verified } = await person.verify(associated.Session, code)
  expect(verified).toEqual({ Status: 'SUCCESS', Session: expect.any(String) })
  expect(new Set([challenge.Session, associated.Session, verified.Session]).size).toBe(3)

  const { AuthenticationResult: { AccessToken } = {} } = await person.respond('MFA_SETUP', verified.Session)
  const user = await person.sdk.send(new GetUserCommand({ AccessToken }))
  expect(user.UserMFASettingList).toEqual(['SOFTWARE_TOKEN_MFA'])
})

test('the next sign-in asks for a code, and not for one that has been seen', async () => {
  await using person = await newcomer()
  const { Session: setup } = await person.signIn()
  const { Session, SecretCode } = await person.associate(setup)
  const code = person.codeOf(SecretCode)
  const verified = await person.verify(Session, code)
  await person.respond('MFA_SETUP', verified.Session)

  const challenge = await person.signIn()
  expect(challenge).toMatchObject({
    ChallengeName: 'SOFTWARE_TOKEN_MFA',
    ChallengeParameters: { FRIENDLY_DEVICE_NAME: 'telephone' },
  })
  await expect(
    person.respond('SOFTWARE_TOKEN_MFA', challenge.Session, { SOFTWARE_TOKEN_MFA_CODE: code }),
  ).rejects.toMatchObject({
    name: 'ExpiredCodeException',
    message: 'Your software token has already been used once.',
  })
  await expect(
    person.respond('SOFTWARE_TOKEN_MFA', challenge.Session, {
      SOFTWARE_TOKEN_MFA_CODE: person.codeOf(SecretCode, 1),
    }),
  ).resolves.toHaveProperty('AuthenticationResult')
})

test('a session is good for one step, once', async () => {
  await using person = await newcomer()
  const { Session: setup } = await person.signIn()
  await expect(person.verify(setup, '123456')).rejects.toMatchObject(invalidSession)

  const { Session, SecretCode } = await person.associate(setup)
  await expect(person.associate(setup)).rejects.toMatchObject(usedSession)
  await expect(person.associate(Session)).rejects.toMatchObject(invalidSession)
  await expect(person.respond('MFA_SETUP', Session)).rejects.toMatchObject(invalidSession)

  await person.verify(Session, person.codeOf(SecretCode))
  await expect(person.verify(Session, person.codeOf(SecretCode, 1))).rejects.toMatchObject(usedSession)
})

test('a wrong code leaves the session as it is', async () => {
  await using person = await newcomer()
  const { Session: setup } = await person.signIn()
  const { Session, SecretCode } = await person.associate(setup)

  await expect(person.verify(Session, person.codeOf(SecretCode, 9))).rejects.toMatchObject({
    name: 'EnableSoftwareTokenMFAException',
  })
  await expect(person.verify(Session, person.codeOf(SecretCode))).resolves.toMatchObject({
    Status: 'SUCCESS',
  })
})

test('a session ends with its time', async () => {
  await using person = await newcomer()
  const { Session: early } = await person.signIn()
  const { Session, SecretCode } = await person.associate(early)
  const { Session: late } = await person.signIn()
  person.clock.advance({ minutes: 3 })

  await expect(person.verify(Session, person.codeOf(SecretCode))).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  })
  await expect(person.associate(late)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
})

test('who knows the password alone does not replace what has been set up meanwhile', async () => {
  await using person = await newcomer()
  const { Session: waiting } = await person.signIn()
  const { Session: setup } = await person.signIn()
  const { Session, SecretCode } = await person.associate(setup)
  await person.verify(Session, person.codeOf(SecretCode))

  await expect(person.associate(waiting)).rejects.toMatchObject(invalidSession)
})

test('the session of an answered setup does not set up another', async () => {
  await using person = await newcomer()
  const { Session: setup } = await person.signIn()
  const { Session, SecretCode } = await person.associate(setup)
  const verified = await person.verify(Session, person.codeOf(SecretCode))
  await expect(person.associate(verified.Session)).rejects.toMatchObject(invalidSession)
})

test.each(['AdminDisableUser', 'AdminDeleteUser'])('%s ends a setup', async command => {
  await using person = await newcomer()
  const { Session: setup } = await person.signIn()
  const { Session, SecretCode } = await person.associate(setup)
  const administer = command === 'AdminDisableUser' ? AdminDisableUserCommand : AdminDeleteUserCommand
  await person.sdk.send(new administer({ UserPoolId: poolId, Username: 'ada' }))

  await expect(person.verify(Session, person.codeOf(SecretCode))).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  })
})

test('a pool that demands another factor gives out no secret', async () => {
  await using person = await newcomer({ ...strictPool, factors: { EmailMfaConfiguration: {} } })
  await person.signUp('bob', { email: 'bob@example.test' })
  await person.sdk.send(new AdminConfirmSignUpCommand({ UserPoolId: poolId, Username: 'bob' }))
  const { ChallengeName, Session } = await person.signIn('bob')

  expect(ChallengeName).toBe('MFA_SETUP')
  await expect(person.associate(Session)).rejects.toMatchObject({
    name: 'SoftwareTokenMFANotFoundException',
  })
})
