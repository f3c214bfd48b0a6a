/** What somebody has proven, and what makes it count no longer before the sign-in is complete. */
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  AssociateSoftwareTokenCommand,
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
import { Password, poolId, startEngine } from '../testing/engine.ts'
import { signingIn } from '../testing/signing-in.ts'
import { codeOf } from '../testing/software-token-user.ts'

type Engine = Awaited<ReturnType<typeof startEngine>>

const NEW_PASSWORD = 'Better-horse-8'
const invalidSession = { name: 'NotAuthorizedException', message: 'Invalid session for the user.' }

const replaced = ({ sdk }: Engine, Username = 'ada', Permanent = true) =>
  sdk.send(
    new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username, Password: NEW_PASSWORD, Permanent }),
  )
const reset = ({ sdk }: Engine) =>
  sdk.send(new AdminResetUserPasswordCommand({ UserPoolId: poolId, Username: 'ada' }))

const nowhere = { come: () => Promise.reject() }
const byApp = ways.SOFTWARE_TOKEN_MFA ?? nowhere
const byEmail: typeof byApp = {
  async come(engine) {
    await prefer(engine, await accessToken(engine), 'email')
    const asked = await engine.signIn('ada')
    return { asked, right: { EMAIL_OTP_CODE: engine.latestCode() } }
  },
}

test.each<[string, string, typeof byApp, (engine: Engine) => Promise<unknown>]>([
  ['SOFTWARE_TOKEN_MFA', 'has to be reset', byApp, reset],
  ['SOFTWARE_TOKEN_MFA', 'was replaced', byApp, engine => replaced(engine)],
  ['SOFTWARE_TOKEN_MFA', 'is temporary', byApp, engine => replaced(engine, 'ada', false)],
  ['EMAIL_OTP', 'was replaced', byEmail, engine => replaced(engine)],
  ['EMAIL_OTP', 'is temporary', byEmail, engine => replaced(engine, 'ada', false)],
  ['SELECT_MFA_TYPE', 'was replaced', ways.SELECT_MFA_TYPE ?? nowhere, engine => replaced(engine)],
])('%s leads nowhere once the password %s', async (_, __, way, change) => {
  await using person = await challenged(way)
  const { engine, asked, right } = person
  engine.clock.advance({ seconds: 1 })
  await change(engine)
  await expect(signingIn(engine.sdk).respond(asked, right)).rejects.toMatchObject(invalidSession)
})

test('a second factor is not set up with a password that was replaced', async () => {
  await using engine = await startEngine(mfaDemanded)
  const { respond, asked } = await beforeSetup(engine)
  const verified = await withApp(engine, { Session: (await asked()).Session ?? '' })
  const [one, other] = [await asked(), await asked()]
  await replaced(engine, 'eve')

  await expect(respond({ ...one, Session: verified.Session }, { USERNAME: 'eve' })).rejects.toMatchObject(
    invalidSession,
  )
  await expect(respond(one, { USERNAME: 'eve', EMAIL: 'eve@example.test' })).rejects.toMatchObject(
    invalidSession,
  )
  await expect(
    engine.sdk.send(new AssociateSoftwareTokenCommand({ Session: other.Session })),
  ).rejects.toMatchObject(invalidSession)
})

test('who knows the password alone does not set an address up beside an app', async () => {
  await using engine = await startEngine(mfaDemanded)
  const { respond, asked } = await beforeSetup(engine)
  const mine = await asked()
  const theirs = await asked()
  const coded = await respond(await asked(), { USERNAME: 'eve', EMAIL: 'thief@example.test' })
  const EMAIL_OTP_CODE = engine.latestCode()
  const messages = engine.cognito.messages().length
  const { Session } = await withApp(engine, { Session: mine.Session ?? '' })
  await respond({ ...mine, Session }, { USERNAME: 'eve' })

  await expect(respond(theirs, { USERNAME: 'eve', EMAIL: 'thief@example.test' })).rejects.toMatchObject(
    invalidSession,
  )
  expect(engine.cognito.messages()).toHaveLength(messages)
  await expect(respond(coded, { USERNAME: 'eve', EMAIL_OTP_CODE })).rejects.toMatchObject(invalidSession)
})

test('a password that is changed leaves the proof by another factor', async () => {
  await using engine = await startEngine(everyFactor)
  await engine.confirmedUser('ada')
  const { initiate, respond } = signingIn(engine.sdk)
  const coded = await initiate('USER_AUTH', { USERNAME: 'ada', PREFERRED_CHALLENGE: 'EMAIL_OTP' })
  const EMAIL_OTP_CODE = engine.latestCode()
  const AccessToken = await accessToken(engine)
  const { secret } = await withApp(engine, { AccessToken })
  await prefer(engine, AccessToken, 'app')
  const asked = await respond(coded, { EMAIL_OTP_CODE })
  expect(asked).toMatchObject({ ChallengeName: 'SOFTWARE_TOKEN_MFA' })
  await replaced(engine)
  await expect(
    respond(asked, { SOFTWARE_TOKEN_MFA_CODE: codeOf(secret, engine.clock) }),
  ).resolves.toHaveProperty('AuthenticationResult')
})

test('an address becomes the user’s with its code, and not before', async () => {
  await using engine = await startEngine(mfaDemanded)
  const { respond, asked } = await beforeSetup(engine)
  const attributes = async () => {
    const { UserAttributes = [] } = await engine.sdk.send(
      new AdminGetUserCommand({ UserPoolId: poolId, Username: 'eve' }),
    )
    return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]))
  }
  await respond(await asked(), { USERNAME: 'eve', EMAIL: 'evve@example.test' })
  expect(await attributes()).not.toHaveProperty('email')

  const coded = await respond(await asked(), { USERNAME: 'eve', EMAIL: 'eve@example.test' })
  await respond(coded, { USERNAME: 'eve', EMAIL_OTP_CODE: engine.latestCode() })
  expect(await attributes()).toMatchObject({ email: 'eve@example.test', email_verified: 'true' })
})

test.each([
  ['another one', [{ Name: 'email', Value: 'other@example.test' }]],
  ['not verified', [{ Name: 'email_verified', Value: 'false' }]],
])('a code leads nowhere once the address is %s', async (_, UserAttributes) => {
  await using engine = await startEngine(everyFactor)
  await engine.confirmedUser('ada')
  const { initiate, respond } = signingIn(engine.sdk)
  const coded = await initiate('USER_AUTH', { USERNAME: 'ada', PREFERRED_CHALLENGE: 'EMAIL_OTP' })
  const EMAIL_OTP_CODE = engine.latestCode()
  await engine.sdk.send(
    new AdminUpdateUserAttributesCommand({ UserPoolId: poolId, Username: 'ada', UserAttributes }),
  )
  await expect(respond(coded, { EMAIL_OTP_CODE })).rejects.toMatchObject(invalidSession)
})

/** Eve, whom an administrator has made, before the challenge MFA_SETUP; as often as she asks. */
async function beforeSetup(engine: Engine) {
  const { respond, withPassword } = signingIn(engine.sdk)
  await engine.sdk.send(
    new AdminCreateUserCommand({
      UserPoolId: poolId,
      Username: 'eve',
      TemporaryPassword: Password,
      MessageAction: 'SUPPRESS',
    }),
  )
  await engine.sdk.send(
    new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username: 'eve', Password, Permanent: true }),
  )
  engine.clock.advance({ seconds: 1 })
  return { respond, asked: () => withPassword(Password, 'eve') }
}
