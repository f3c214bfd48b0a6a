import {
  GetUserAuthFactorsCommand,
  SetUserMFAPreferenceCommand,
  type SetUserMFAPreferenceRequest,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { passkeyPool, signedIn } from '../testing/passkey-user.ts'
import { mfaPool, softwareTokenUser } from '../testing/software-token-user.ts'

type Settings = Parameters<typeof softwareTokenUser>[0]

async function somebody(settings: Settings) {
  const person = await softwareTokenUser(settings)
  const { engine, AccessToken } = person
  return {
    ...person,
    prefer: (preference: Partial<SetUserMFAPreferenceRequest>) =>
      engine.sdk.send(new SetUserMFAPreferenceCommand({ AccessToken, ...preference })),
    async factors() {
      const { $metadata, ...answer } = await engine.sdk.send(new GetUserAuthFactorsCommand({ AccessToken }))
      return answer
    },
  }
}

const firstFactors = (...AllowedFirstAuthFactors: ('PASSWORD' | 'EMAIL_OTP' | 'WEB_AUTHN')[]) => ({
  Policies: { SignInPolicy: { AllowedFirstAuthFactors } },
})

test('tells of the password alone, where there is nothing else', async () => {
  await using person = await somebody({})
  expect(await person.factors()).toEqual({ Username: 'ada', ConfiguredUserAuthFactors: ['PASSWORD'] })
})

test('tells what is set up and what is switched on', async () => {
  await using person = await somebody(mfaPool)
  await person.setUp()
  const ConfiguredUserAuthFactors = ['PASSWORD', 'SOFTWARE_TOKEN']
  expect(await person.factors()).toEqual({ Username: 'ada', ConfiguredUserAuthFactors })

  await person.prefer({ SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } })
  expect(await person.factors()).toEqual({
    Username: 'ada',
    ConfiguredUserAuthFactors,
    UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
    PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
  })
})

test.each([
  [firstFactors('PASSWORD'), ['PASSWORD']],
  [firstFactors('PASSWORD', 'EMAIL_OTP'), ['PASSWORD', 'EMAIL_OTP']],
])('tells of a code by email where the pool begins with one', async (pool, expected) => {
  await using person = await somebody({ pool })
  expect((await person.factors()).ConfiguredUserAuthFactors).toEqual(expected)
})

test('tells of a code by email once it is the second factor', async () => {
  await using person = await somebody({ ...mfaPool, factors: { EmailMfaConfiguration: {} } })
  expect((await person.factors()).ConfiguredUserAuthFactors).toEqual(['PASSWORD'])
  await person.prefer({ EmailMfaSettings: { Enabled: true } })
  expect((await person.factors()).ConfiguredUserAuthFactors).toEqual(['PASSWORD', 'EMAIL_OTP'])
})

test('tells of passkeys once there is one', async () => {
  await using person = await somebody(passkeyPool)
  expect((await person.factors()).ConfiguredUserAuthFactors).toEqual(['PASSWORD'])
  const { register, remove } = await signedIn(person.engine)
  const id = await register()
  expect((await person.factors()).ConfiguredUserAuthFactors).toEqual(['PASSWORD', 'WEB_AUTHN'])
  await remove(id)
  expect((await person.factors()).ConfiguredUserAuthFactors).toEqual(['PASSWORD'])
})

test('refuses what is not an access token', async () => {
  await using person = await somebody({})
  await expect(
    person.engine.sdk.send(new GetUserAuthFactorsCommand({ AccessToken: 'garbage' })),
  ).rejects.toMatchObject({ name: 'NotAuthorizedException', message: 'Invalid Access Token' })
})
