import {
  AdminCreateUserCommand,
  AssociateSoftwareTokenCommand,
  GetUserCommand,
  SetUserMFAPreferenceCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import {
  accessToken,
  challenged,
  everyFactor,
  mfaDemanded,
  prefer,
  ways,
  withApp,
} from '../testing/challenged-user.ts'
import { databaseFile } from '../testing/database-file.ts'
import { Password, poolId, startEngine } from '../testing/engine.ts'
import { signingIn } from '../testing/signing-in.ts'
import { codeOf } from '../testing/software-token-user.ts'

type Engine = Awaited<ReturnType<typeof startEngine>>
type Settings = NonNullable<Parameters<typeof startEngine>[0]>

const tokens = { ChallengeParameters: {}, AuthenticationResult: { RefreshToken: expect.any(String) } }

async function withAda(settings: Settings = everyFactor) {
  const engine = await startEngine(settings)
  await engine.confirmedUser('ada', { email: 'ada@example.test' })
  return engine
}

/** Somebody whom an administrator has made, past their first password. */
async function withoutAddress(engine: Engine) {
  const { initiate, respond } = signingIn(engine.sdk)
  await engine.sdk.send(
    new AdminCreateUserCommand({
      UserPoolId: poolId,
      Username: 'eve',
      TemporaryPassword: Password,
      MessageAction: 'SUPPRESS',
    }),
  )
  const first = await initiate('USER_PASSWORD_AUTH', { USERNAME: 'eve', PASSWORD: Password })
  return respond(first, { USERNAME: 'eve', NEW_PASSWORD: 'Better-horse-8' })
}

test.each([
  ['OFF', undefined],
  ['OPTIONAL', undefined],
  ['ON', 'MFA_SETUP'],
] as const)(
  'under %s someone without a second factor is asked for %s',
  async (MfaConfiguration, challenge) => {
    const { factors, client, pool } = everyFactor
    await using engine = await startEngine({
      client,
      factors: { SoftwareTokenMfaConfiguration: factors.SoftwareTokenMfaConfiguration },
      pool: { ...pool, MfaConfiguration },
    })
    await engine.confirmedUser('ada')
    const answer = await engine.signIn('ada')
    expect(answer).toMatchObject(
      challenge
        ? { ChallengeName: challenge, ChallengeParameters: { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' } }
        : tokens,
    )
  },
)

test.each([
  ['OPTIONAL', undefined],
  ['ON', 'SOFTWARE_TOKEN_MFA'],
  ['OFF', undefined],
] as const)(
  'under %s someone who has an app and switched nothing on is asked for %s',
  async (MfaConfiguration, challenge) => {
    await using file = await databaseFile()
    {
      await using engine = await withAda({ ...everyFactor, database: file.path })
      await withApp(engine, { AccessToken: await accessToken(engine) })
    }
    await using engine = await startEngine({
      ...everyFactor,
      database: file.path,
      pool: { ...everyFactor.pool, MfaConfiguration },
    })
    const answer = await engine.signIn('ada')
    expect(answer).toMatchObject(
      challenge
        ? {
            ChallengeName: challenge,
            Session: expect.any(String),
            ChallengeParameters: { FRIENDLY_DEVICE_NAME: 'telephone', USER_ID_FOR_SRP: 'ada' },
          }
        : tokens,
    )
  },
)

test('what is switched on is asked for where it is not demanded', async () => {
  await using engine = await withAda()
  const AccessToken = await accessToken(engine)
  await prefer(engine, AccessToken, 'email')
  expect(await engine.signIn('ada')).toMatchObject({ ChallengeName: 'EMAIL_OTP' })

  await withApp(engine, { AccessToken })
  await prefer(engine, AccessToken, 'app')
  expect(await engine.signIn('ada')).toMatchObject({
    ChallengeName: 'SELECT_MFA_TYPE',
    ChallengeParameters: { MFAS_CAN_CHOOSE: '["SOFTWARE_TOKEN_MFA","EMAIL_OTP"]' },
  })

  await engine.sdk.send(
    new SetUserMFAPreferenceCommand({
      AccessToken,
      SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
    }),
  )
  expect(await engine.signIn('ada')).toMatchObject({ ChallengeName: 'SOFTWARE_TOKEN_MFA' })

  await engine.sdk.send(
    new SetUserMFAPreferenceCommand({
      AccessToken,
      SoftwareTokenMfaSettings: { Enabled: false },
      EmailMfaSettings: { Enabled: false },
    }),
  )
  expect(await engine.signIn('ada')).toMatchObject(tokens)
})

test('an app that has been replaced is asked for no longer', async () => {
  await using engine = await withAda()
  const AccessToken = await accessToken(engine)
  await withApp(engine, { AccessToken })
  await prefer(engine, AccessToken, 'app')
  const asked = await engine.signIn('ada')
  await engine.sdk.send(new AssociateSoftwareTokenCommand({ AccessToken }))

  await expect(
    signingIn(engine.sdk).respond(asked, { SOFTWARE_TOKEN_MFA_CODE: '123456' }),
  ).rejects.toMatchObject({ name: 'SoftwareTokenMFANotFoundException' })
  expect(await engine.signIn('ada')).toMatchObject(tokens)
})

test.each([
  [{}, 'SELECT_MFA_TYPE'],
  [{ SoftwareTokenMfaConfiguration: { Enabled: false } }, 'EMAIL_OTP'],
  [{ EmailMfaConfiguration: undefined }, 'SOFTWARE_TOKEN_MFA'],
])('of two second factors, a pool that is changed by %j still asks for %s', async (change, challenge) => {
  await using file = await databaseFile()
  {
    await using engine = await withAda({ ...everyFactor, database: file.path })
    const AccessToken = await accessToken(engine)
    await withApp(engine, { AccessToken })
    await prefer(engine, AccessToken, 'app', 'email')
  }
  const factors = { ...everyFactor.factors, ...change }
  await using engine = await startEngine({ ...everyFactor, factors, database: file.path })
  expect(await engine.signIn('ada')).toMatchObject({ ChallengeName: challenge })
})

test.each([-1, 0, 1])('takes the code of a clock that is %i steps away', async steps => {
  await using engine = await withAda()
  const AccessToken = await accessToken(engine)
  const { secret } = await withApp(engine, { AccessToken })
  await prefer(engine, AccessToken, 'app')
  engine.clock.advance({ minutes: 1 })
  const asked = await engine.signIn('ada')
  const SOFTWARE_TOKEN_MFA_CODE = codeOf(secret, engine.clock, steps)
  expect(await signingIn(engine.sdk).respond(asked, { SOFTWARE_TOKEN_MFA_CODE })).toMatchObject(tokens)
})

test('takes no code a second time, and none of a clock that is too far away', async () => {
  await using engine = await withAda()
  const AccessToken = await accessToken(engine)
  const { secret } = await withApp(engine, { AccessToken })
  await prefer(engine, AccessToken, 'app')
  const { respond } = signingIn(engine.sdk)
  const SOFTWARE_TOKEN_MFA_CODE = codeOf(secret, engine.clock)
  await respond(await engine.signIn('ada'), { SOFTWARE_TOKEN_MFA_CODE })

  const asked = await engine.signIn('ada')
  await expect(respond(asked, { SOFTWARE_TOKEN_MFA_CODE })).rejects.toMatchObject({
    name: 'ExpiredCodeException',
    message: 'Your software token has already been used once.',
    $metadata: { httpStatusCode: 400 },
  })
  for (const steps of [-2, 2]) {
    await expect(
      respond(asked, { SOFTWARE_TOKEN_MFA_CODE: codeOf(secret, engine.clock, steps) }),
    ).rejects.toMatchObject({ name: 'CodeMismatchException', $metadata: { httpStatusCode: 400 } })
  }
  await expect(
    respond(asked, { SOFTWARE_TOKEN_MFA_CODE: codeOf(secret, engine.clock, 1) }),
  ).resolves.toMatchObject(tokens)
})

test('sends the code of the second factor in the words of the pool', async () => {
  await using engine = await withAda({
    ...everyFactor,
    factors: {
      ...everyFactor.factors,
      EmailMfaConfiguration: { Subject: 'To sign in', Message: 'Type {####}.' },
    },
  })
  await prefer(engine, await accessToken(engine), 'email')
  const { $metadata, ...asked } = await engine.signIn('ada')
  expect(asked).toEqual({
    ChallengeName: 'EMAIL_OTP',
    Session: expect.any(String),
    ChallengeParameters: {
      CODE_DELIVERY_DELIVERY_MEDIUM: 'EMAIL',
      CODE_DELIVERY_DESTINATION: 'a***@e***',
    },
  })
  const [message] = engine.cognito.messages()
  expect(message).toMatchObject({
    to: 'ada@example.test',
    kind: 'Authentication',
    subject: 'To sign in',
    body: `Type ${message?.code}.`,
  })
  expect(await signingIn(engine.sdk).respond(asked, { EMAIL_OTP_CODE: engine.latestCode() })).toMatchObject(
    tokens,
  )
})

test('the chosen one of several is asked for, and nothing after it', async () => {
  await using person = await challenged(ways.SELECT_MFA_TYPE ?? { come: () => Promise.reject() })
  const { asked, right, engine } = person
  const { respond } = signingIn(engine.sdk)
  const next = await respond(asked, right)
  expect(next).toMatchObject({ ChallengeName: 'EMAIL_OTP' })
  expect(await respond(next, { EMAIL_OTP_CODE: engine.latestCode() })).toMatchObject(tokens)
})

test('what has been set up on the way is asked for from then on', async () => {
  await using person = await challenged(ways.MFA_SETUP ?? { come: () => Promise.reject() })
  const { asked, right, engine } = person
  const { respond, withPassword } = signingIn(engine.sdk)
  const { AuthenticationResult: { AccessToken } = {} } = await respond(asked, right)
  expect(await engine.sdk.send(new GetUserCommand({ AccessToken }))).toMatchObject({
    UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
  })
  expect(await withPassword('Better-horse-8', 'eve')).toMatchObject({ ChallengeName: 'SOFTWARE_TOKEN_MFA' })
})

test('wants something set up before it goes on', async () => {
  await using engine = await startEngine(mfaDemanded)
  const asked = await withoutAddress(engine)
  expect(asked).toMatchObject({
    ChallengeName: 'MFA_SETUP',
    ChallengeParameters: { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA","EMAIL_OTP"]' },
  })
  await expect(signingIn(engine.sdk).respond(asked, { USERNAME: 'eve' })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  })
})

test('sets an address up with the code that goes to it', async () => {
  await using engine = await startEngine(mfaDemanded)
  const { respond, withPassword } = signingIn(engine.sdk)
  const asked = await withoutAddress(engine)
  await expect(respond(asked, { USERNAME: 'eve', EMAIL: 'eve' })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  })
  const next = await respond(asked, { USERNAME: 'eve', EMAIL: 'eve@example.test' })
  expect(next).toMatchObject({ ChallengeName: 'EMAIL_OTP' })
  expect(engine.cognito.messages()[0]).toMatchObject({ to: 'eve@example.test' })

  const { AuthenticationResult } = await respond(next, {
    USERNAME: 'eve',
    EMAIL_OTP_CODE: engine.latestCode(),
  })
  const { UserAttributes, UserMFASettingList } = await engine.sdk.send(
    new GetUserCommand({ AccessToken: AuthenticationResult?.AccessToken }),
  )
  expect(UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' })
  expect(UserMFASettingList).toEqual(['EMAIL_OTP'])
  expect(await withPassword('Better-horse-8', 'eve')).toMatchObject({ ChallengeName: 'EMAIL_OTP' })
})

test('sends no mail where the pool has no second factor by email', async () => {
  const { EmailMfaConfiguration: _, ...factors } = mfaDemanded.factors
  await using engine = await startEngine({ ...mfaDemanded, factors })
  const asked = await withoutAddress(engine)
  await expect(
    signingIn(engine.sdk).respond(asked, { USERNAME: 'eve', EMAIL: 'eve@example.test' }),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' })
  expect(engine.cognito.messages()).toEqual([])
})
