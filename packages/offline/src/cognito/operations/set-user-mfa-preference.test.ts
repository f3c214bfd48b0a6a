import {
  GetUserCommand,
  SetUserMFAPreferenceCommand,
  type SetUserMFAPreferenceRequest,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import type { startEngine } from '../testing/engine.ts'
import { mfaPool, softwareTokenUser } from '../testing/software-token-user.ts'

type Preference = Omit<SetUserMFAPreferenceRequest, 'AccessToken'>

const on = { Enabled: true }
const preferred = { Enabled: true, PreferredMfa: true }
const off = { Enabled: false }

const bothFactors = {
  ...mfaPool,
  factors: { SoftwareTokenMfaConfiguration: { Enabled: true }, EmailMfaConfiguration: {} },
} satisfies Parameters<typeof startEngine>[0]

async function somebody(settings: Parameters<typeof startEngine>[0] = bothFactors) {
  const person = await softwareTokenUser(settings)
  const { engine, AccessToken } = person
  return {
    ...person,
    prefer: (preference: Preference) =>
      engine.sdk.send(new SetUserMFAPreferenceCommand({ AccessToken, ...preference })),
    /** What GetUser tells of second factors. */
    async settings() {
      const { Username, UserAttributes, $metadata, ...members } = await engine.sdk.send(
        new GetUserCommand({ AccessToken }),
      )
      return members
    },
  }
}

test('answers nothing, and GetUser tells what is on and what is preferred', async () => {
  await using person = await somebody()
  await person.setUp()
  const { $metadata, ...answer } = await person.prefer({
    SoftwareTokenMfaSettings: on,
    EmailMfaSettings: preferred,
  })

  expect(answer).toEqual({})
  expect(await person.settings()).toEqual({
    UserMFASettingList: ['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'],
    PreferredMfaSetting: 'EMAIL_OTP',
  })
})

test('leaves what it is not told about', async () => {
  await using person = await somebody()
  await person.setUp()
  await person.prefer({ SoftwareTokenMfaSettings: preferred })
  await person.prefer({ EmailMfaSettings: on })
  const both = { UserMFASettingList: ['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'] }
  expect(await person.settings()).toEqual({ ...both, PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA' })

  await person.prefer({})
  expect(await person.settings()).toEqual({ ...both, PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA' })
  await person.prefer({ EmailMfaSettings: preferred })
  expect(await person.settings()).toEqual({ ...both, PreferredMfaSetting: 'EMAIL_OTP' })
  await person.prefer({ EmailMfaSettings: on })
  expect(await person.settings()).toEqual(both)
})

test('switches everything off again', async () => {
  await using person = await somebody()
  await person.setUp()
  await person.prefer({ SoftwareTokenMfaSettings: preferred, EmailMfaSettings: on })
  await person.prefer({ SMSMfaSettings: off, SoftwareTokenMfaSettings: off, EmailMfaSettings: off })
  expect(await person.settings()).toEqual({})
})

test('takes one preference at a time, and only for a factor that is on', async () => {
  await using person = await somebody()
  await person.setUp()
  const refused = { name: 'InvalidParameterException', $metadata: { httpStatusCode: 400 } }

  await expect(
    person.prefer({ SoftwareTokenMfaSettings: preferred, EmailMfaSettings: preferred }),
  ).rejects.toMatchObject(refused)
  await expect(
    person.prefer({ SoftwareTokenMfaSettings: on, EmailMfaSettings: { PreferredMfa: true } }),
  ).rejects.toMatchObject(refused)
  expect(await person.settings()).toEqual({})
})

test('wants a software token that is verified', async () => {
  await using person = await somebody()
  const notSetUp = {
    name: 'InvalidParameterException',
    message: 'User has not set up software token mfa',
    $metadata: { httpStatusCode: 400 },
  }

  await expect(person.prefer({ SoftwareTokenMfaSettings: on })).rejects.toMatchObject(notSetUp)
  const { SecretCode = '' } = await person.associate()
  await expect(person.prefer({ SoftwareTokenMfaSettings: on })).rejects.toMatchObject(notSetUp)
  await person.verify(person.codeOf(SecretCode))
  await expect(person.prefer({ SoftwareTokenMfaSettings: on })).resolves.toBeDefined()
})

test.each([
  ['offers', bothFactors, undefined],
  ['does not offer', mfaPool, 'InvalidParameterException'],
  ['has no MFA and would offer', { ...bothFactors, pool: {} }, 'InvalidParameterException'],
] as const)('email where the pool %s it', async (_, settings, refusal) => {
  await using person = await somebody(settings)
  const result = await person.prefer({ EmailMfaSettings: on }).then(
    () => undefined,
    (error: Error) => error.name,
  )
  expect(result).toBe(refusal)
  expect(await person.settings()).toEqual(refusal ? {} : { UserMFASettingList: ['EMAIL_OTP'] })
})

test('wants an email address that is verified', async () => {
  await using person = await somebody()
  const { sdk, cognito } = person.engine
  await sdk.send(
    new UpdateUserAttributesCommand({
      AccessToken: person.AccessToken,
      UserAttributes: [{ Name: 'email', Value: 'other@example.test' }],
    }),
  )
  await expect(person.prefer({ EmailMfaSettings: on })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  })
  await sdk.send(
    new VerifyUserAttributeCommand({
      AccessToken: person.AccessToken,
      AttributeName: 'email',
      Code: cognito.messages()[0]?.code ?? '',
    }),
  )
  await expect(person.prefer({ EmailMfaSettings: on })).resolves.toBeDefined()
})

test('refuses SMS: as Cognito does to someone without a number, as unsupported to someone with one', async () => {
  await using person = await somebody()
  await expect(person.prefer({ SMSMfaSettings: on })).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'User does not have a phone_number set to turn on SMS MFA',
    $metadata: { httpStatusCode: 400 },
  })
  await person.engine.sdk.send(
    new UpdateUserAttributesCommand({
      AccessToken: person.AccessToken,
      UserAttributes: [{ Name: 'phone_number', Value: '+15555550100' }],
    }),
  )
  await expect(person.prefer({ SMSMfaSettings: on })).rejects.toMatchObject({
    name: 'OfflineUnsupportedOperation',
  })
})

test('refuses passkeys where the pool does not count them as two factors', async () => {
  await using person = await somebody()
  await expect(person.prefer({ WebAuthnMfaSettings: on })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  })
  await expect(person.prefer({ WebAuthnMfaSettings: off })).resolves.toBeDefined()
})

test('changes nothing where it refuses a part', async () => {
  await using person = await somebody(mfaPool)
  await person.setUp()
  await expect(
    person.prefer({ SoftwareTokenMfaSettings: preferred, EmailMfaSettings: on }),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' })
  expect(await person.settings()).toEqual({})
})
