import { ConfirmSignUpCommand, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { accessToken, everyFactor, mfaDemanded, prefer } from '../testing/challenged-user.ts'
import { ClientId, Password, startEngine } from '../testing/engine.ts'
import { signedIn } from '../testing/passkey-user.ts'
import { signingIn } from '../testing/signing-in.ts'
import { srpClient } from '../testing/srp-client.ts'

type Engine = Awaited<ReturnType<typeof startEngine>>
type Settings = NonNullable<Parameters<typeof startEngine>[0]>

const tokens = { ChallengeParameters: {}, AuthenticationResult: { RefreshToken: expect.any(String) } }
const incorrect = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' }

async function withAda(settings: Settings = everyFactor) {
  const engine = await startEngine(settings)
  await engine.confirmedUser('ada', { email: 'ada@example.test' })
  return engine
}

const choose = ({ sdk }: Engine, parameters: Record<string, string> = {}) =>
  signingIn(sdk).initiate('USER_AUTH', { USERNAME: 'ada', ...parameters })

const firstFactors = (...AllowedFirstAuthFactors: ('PASSWORD' | 'EMAIL_OTP' | 'WEB_AUTHN')[]) => ({
  ...everyFactor,
  pool: {
    ...everyFactor.pool,
    Policies: { PasswordPolicy: { MinimumLength: 12 }, SignInPolicy: { AllowedFirstAuthFactors } },
  },
})

test('offers what the pool allows and the user has', async () => {
  await using engine = await withAda()
  const { $metadata, ...asked } = await choose(engine)
  expect(asked).toEqual({
    ChallengeName: 'SELECT_CHALLENGE',
    Session: expect.any(String),
    ChallengeParameters: {},
    AvailableChallenges: ['PASSWORD_SRP', 'PASSWORD', 'EMAIL_OTP'],
  })
  const { register } = await signedIn(engine)
  await register()
  expect((await choose(engine)).AvailableChallenges).toEqual([
    'PASSWORD_SRP',
    'PASSWORD',
    'EMAIL_OTP',
    'WEB_AUTHN',
  ])
})

test.each([
  [firstFactors('PASSWORD'), ['PASSWORD_SRP', 'PASSWORD']],
  [firstFactors('EMAIL_OTP'), ['EMAIL_OTP']],
  [firstFactors('PASSWORD', 'EMAIL_OTP'), ['PASSWORD_SRP', 'PASSWORD', 'EMAIL_OTP']],
])('offers no more than the pool allows', async (settings, available) => {
  await using engine = await withAda(settings)
  expect((await choose(engine)).AvailableChallenges).toEqual(available)
})

test('offers no password to someone who has none', async () => {
  await using engine = await startEngine(everyFactor)
  await engine.sdk.send(
    new SignUpCommand({
      ClientId,
      Username: 'ada',
      UserAttributes: [{ Name: 'email', Value: 'ada@example.test' }],
    }),
  )
  await engine.confirm('ada')
  expect((await choose(engine)).AvailableChallenges).toEqual(['EMAIL_OTP'])
  await expect(engine.signIn('ada')).rejects.toMatchObject(incorrect)
})

test.each(['WEB_AUTHN', 'SMS_OTP', 'none'])(
  'offers all where %s is preferred and not to be had',
  async PREFERRED_CHALLENGE => {
    await using engine = await withAda()
    expect(await choose(engine, { PREFERRED_CHALLENGE })).toMatchObject({
      ChallengeName: 'SELECT_CHALLENGE',
      AvailableChallenges: ['PASSWORD_SRP', 'PASSWORD', 'EMAIL_OTP'],
    })
  },
)

test('takes the password at once', async () => {
  await using engine = await withAda()
  const PREFERRED_CHALLENGE = 'PASSWORD'
  expect(await choose(engine, { PREFERRED_CHALLENGE, PASSWORD: Password })).toMatchObject(tokens)
  await expect(choose(engine, { PREFERRED_CHALLENGE, PASSWORD: 'Wrong-horse-7' })).rejects.toMatchObject(
    incorrect,
  )
  await prefer(engine, await accessToken(engine), 'email')
  expect(await choose(engine, { PREFERRED_CHALLENGE, PASSWORD: Password })).toMatchObject({
    ChallengeName: 'EMAIL_OTP',
  })
})

test('locks the password here as elsewhere', async () => {
  await using engine = await withAda()
  const attempt = (PASSWORD: string) => choose(engine, { PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD })
  for (let failure = 1; failure <= 5; failure++) {
    await expect(attempt('Wrong-horse-7')).rejects.toMatchObject(incorrect)
  }
  const locked = { name: 'NotAuthorizedException', message: 'Password attempts exceeded' }
  await expect(attempt(Password)).rejects.toMatchObject(locked)
  await expect(engine.signIn('ada')).rejects.toMatchObject(locked)
})

test.each(['at once', 'when it is chosen', 'when it is asked for'])(
  'takes the proof by SRP %s',
  async when => {
    await using engine = await withAda()
    const { respond } = signingIn(engine.sdk)
    const { SRP_A, answer } = srpClient()
    const asked =
      when === 'at once'
        ? await choose(engine, { PREFERRED_CHALLENGE: 'PASSWORD_SRP', SRP_A })
        : when === 'when it is chosen'
          ? await respond(await choose(engine), { ANSWER: 'PASSWORD_SRP', SRP_A })
          : await respond(await choose(engine, { PREFERRED_CHALLENGE: 'PASSWORD_SRP' }), { SRP_A })
    expect(asked).toMatchObject({ ChallengeName: 'PASSWORD_VERIFIER', Session: expect.any(String) })

    const right = answer(asked.ChallengeParameters ?? {})
    const { Session: _, ...withoutSession } = asked
    await expect(respond(withoutSession, right)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Missing required parameter Session',
    })
    const { Session } = await choose(engine)
    await expect(respond({ ...asked, Session }, right)).rejects.toMatchObject(incorrect)
    expect(await respond(asked, right)).toMatchObject(tokens)
  },
)

test('sends a code, which is good for as long as the session is', async () => {
  await using engine = await withAda()
  const { respond } = signingIn(engine.sdk)
  const { $metadata, ...asked } = await choose(engine, { PREFERRED_CHALLENGE: 'EMAIL_OTP' })
  expect(asked).toEqual({
    ChallengeName: 'EMAIL_OTP',
    Session: expect.any(String),
    ChallengeParameters: {
      CODE_DELIVERY_DELIVERY_MEDIUM: 'EMAIL',
      CODE_DELIVERY_DESTINATION: 'a***@e***',
    },
  })
  expect(engine.cognito.messages()[0]).toMatchObject({ to: 'ada@example.test', kind: 'Authentication' })
  expect(await respond(asked, { EMAIL_OTP_CODE: engine.latestCode() })).toMatchObject(tokens)

  const late = await respond(await choose(engine), { ANSWER: 'EMAIL_OTP' })
  expect(late).toMatchObject({ ChallengeName: 'EMAIL_OTP', Session: expect.any(String) })
  expect(late).not.toHaveProperty('AvailableChallenges')
  engine.clock.advance({ minutes: 3 })
  await expect(respond(late, { EMAIL_OTP_CODE: engine.latestCode() })).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  })
})

test.each(['LEGACY', 'ENABLED'] as const)(
  'under %s takes somebody who does not exist through the same steps',
  async setting => {
    await using engine = await withAda({
      ...everyFactor,
      client: { ...everyFactor.client, PreventUserExistenceErrors: setting },
    })
    const { respond } = signingIn(engine.sdk)
    const nobody = { USERNAME: 'nobody' }
    const messages = engine.cognito.messages().length
    expect(await choose(engine, nobody)).toMatchObject({
      ChallengeName: 'SELECT_CHALLENGE',
      AvailableChallenges: ['PASSWORD_SRP', 'PASSWORD', 'EMAIL_OTP'],
    })
    await expect(
      choose(engine, { ...nobody, PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: Password }),
    ).rejects.toMatchObject(incorrect)

    const { SRP_A, answer } = srpClient()
    const verifier = await choose(engine, { ...nobody, PREFERRED_CHALLENGE: 'PASSWORD_SRP', SRP_A })
    await expect(respond(verifier, answer(verifier.ChallengeParameters ?? {}))).rejects.toMatchObject(
      incorrect,
    )

    const mailed = await choose(engine, { ...nobody, PREFERRED_CHALLENGE: 'EMAIL_OTP' })
    expect(mailed).toMatchObject({
      ChallengeName: 'EMAIL_OTP',
      ChallengeParameters: { CODE_DELIVERY_DESTINATION: expect.stringMatching(/^[a-z]\*\*\*@[a-z]\*\*\*$/) },
    })
    expect(engine.cognito.messages()).toHaveLength(messages)
    await expect(respond(mailed, { ...nobody, EMAIL_OTP_CODE: '123456' })).rejects.toMatchObject({
      name: 'CodeMismatchException',
    })
  },
)

test('tells that a user is not confirmed', async () => {
  await using engine = await startEngine(everyFactor)
  await engine.signUp('ada')
  await expect(choose(engine)).rejects.toMatchObject({
    name: 'UserNotConfirmedException',
    message: 'User is not confirmed.',
  })
})

async function confirmedWithSession(engine: Engine) {
  const { Session: ofSignUp = '' } = await engine.signUp('ada')
  const { Session = '' } = await engine.sdk.send(
    new ConfirmSignUpCommand({ ClientId, Username: 'ada', ConfirmationCode: engine.latestCode() }),
  )
  return { Session, ofSignUp }
}

test('signs in whoever has just confirmed their sign-up, once', async () => {
  await using engine = await startEngine(everyFactor)
  const { Session, ofSignUp } = await confirmedWithSession(engine)
  await engine.confirmedUser('bob', { email: 'bob@example.test' })
  const { initiate } = signingIn(engine.sdk)
  const by = (USERNAME: string, session: string) => initiate('USER_AUTH', { USERNAME }, { Session: session })
  const invalid = { name: 'NotAuthorizedException', message: 'Invalid session for the user.' }

  await expect(by('bob', Session)).rejects.toMatchObject(invalid)
  await expect(by('ada', ofSignUp)).rejects.toMatchObject(invalid)
  expect(await by('ada', Session)).toMatchObject(tokens)
  await expect(by('ada', Session)).rejects.toMatchObject({
    message: 'Invalid session for the user, session can only be used once.',
  })
})

test('a confirmed sign-up is no second factor', async () => {
  await using engine = await startEngine({
    ...mfaDemanded,
    factors: { SoftwareTokenMfaConfiguration: { Enabled: true } },
  })
  const { Session } = await confirmedWithSession(engine)
  expect(await signingIn(engine.sdk).initiate('USER_AUTH', { USERNAME: 'ada' }, { Session })).toMatchObject({
    ChallengeName: 'MFA_SETUP',
  })
})

test('offers no code by email where a second factor is demanded', async () => {
  await using demanded = await withAda(mfaDemanded)
  await using optional = await withAda()
  for (const USERNAME of ['ada', 'nobody']) {
    expect((await choose(demanded, { USERNAME })).AvailableChallenges).toEqual(['PASSWORD_SRP', 'PASSWORD'])
  }
  expect((await choose(optional)).AvailableChallenges).toContain('EMAIL_OTP')
})
