import { expect, test } from 'vitest'
import { everyFactor, prefer, withApp } from '../testing/challenged-user.ts'
import { startEngine } from '../testing/engine.ts'
import { signedIn } from '../testing/passkey-user.ts'
import { signingIn } from '../testing/signing-in.ts'

type Engine = Awaited<ReturnType<typeof startEngine>>
type Settings = NonNullable<Parameters<typeof startEngine>[0]>

const tokens = { ChallengeParameters: {}, AuthenticationResult: { RefreshToken: expect.any(String) } }
const incorrect = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' }

const choose = ({ sdk }: Engine, parameters: Record<string, string> = {}) =>
  signingIn(sdk).initiate('USER_AUTH', { USERNAME: 'ada', ...parameters })

/** With a passkey that counts as so many factors, and an app. */
async function withPasskey(
  pool: Settings['pool'],
  factor: 'SINGLE_FACTOR' | 'MULTI_FACTOR_WITH_USER_VERIFICATION',
) {
  const { WebAuthnConfiguration, ...factors } = everyFactor.factors
  const engine = await startEngine({
    ...everyFactor,
    pool: { ...everyFactor.pool, ...pool },
    factors: { ...factors, WebAuthnConfiguration: { ...WebAuthnConfiguration, FactorConfiguration: factor } },
  })
  await engine.confirmedUser('ada')
  const { authenticator, register, AccessToken } = await signedIn(engine)
  await register()
  return { engine, authenticator, AccessToken }
}

test.each([
  ['SINGLE_FACTOR', ['PASSWORD_SRP', 'PASSWORD']],
  ['MULTI_FACTOR_WITH_USER_VERIFICATION', ['PASSWORD_SRP', 'PASSWORD', 'WEB_AUTHN']],
] as const)('to someone with a second factor, offers a passkey of %s: %j', async (factor, available) => {
  const { engine, authenticator, AccessToken } = await withPasskey({}, factor)
  await using _ = engine
  expect((await choose(engine)).AvailableChallenges).toEqual([
    'PASSWORD_SRP',
    'PASSWORD',
    'EMAIL_OTP',
    'WEB_AUTHN',
  ])
  await withApp(engine, { AccessToken })
  await prefer(engine, AccessToken, 'app')

  const asked = await choose(engine, { PREFERRED_CHALLENGE: 'WEB_AUTHN' })
  if (factor === 'SINGLE_FACTOR') return expect(asked.AvailableChallenges).toEqual(available)
  expect((await choose(engine)).AvailableChallenges).toEqual(available)
  const options = JSON.parse(asked.ChallengeParameters?.CREDENTIAL_REQUEST_OPTIONS ?? '')
  expect(
    await signingIn(engine.sdk).respond(asked, { CREDENTIAL: JSON.stringify(authenticator.get(options)) }),
  ).toMatchObject(tokens)
})

test('a passkey that was no second factor when it was asked for is none when it comes', async () => {
  const { engine, authenticator, AccessToken } = await withPasskey({}, 'SINGLE_FACTOR')
  await using _ = engine
  const asked = await choose(engine, { PREFERRED_CHALLENGE: 'WEB_AUTHN' })
  await withApp(engine, { AccessToken })
  await prefer(engine, AccessToken, 'app')
  const options = JSON.parse(asked.ChallengeParameters?.CREDENTIAL_REQUEST_OPTIONS ?? '')
  expect(
    await signingIn(engine.sdk).respond(asked, { CREDENTIAL: JSON.stringify(authenticator.get(options)) }),
  ).toMatchObject({ ChallengeName: 'SOFTWARE_TOKEN_MFA' })
})

test('a passkey answers the challenge that it was asked with, once', async () => {
  const { engine, authenticator } = await withPasskey({}, 'SINGLE_FACTOR')
  await using _ = engine
  const { respond } = signingIn(engine.sdk)
  const [first, second] = [
    await choose(engine, { PREFERRED_CHALLENGE: 'WEB_AUTHN' }),
    await choose(engine, { PREFERRED_CHALLENGE: 'WEB_AUTHN' }),
  ]
  const options = JSON.parse(first.ChallengeParameters?.CREDENTIAL_REQUEST_OPTIONS ?? '')
  const CREDENTIAL = JSON.stringify(authenticator.get(options))
  await expect(respond(second, { CREDENTIAL })).rejects.toMatchObject(incorrect)
  await expect(respond(second, { CREDENTIAL: 'no JSON' })).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  })
  expect(await respond(first, { CREDENTIAL })).toMatchObject(tokens)
})
