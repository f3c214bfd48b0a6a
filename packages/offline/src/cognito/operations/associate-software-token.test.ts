import {
  AssociateSoftwareTokenCommand,
  type AssociateSoftwareTokenRequest,
  GetUserCommand,
  SetUserMFAPreferenceCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { mfaPool, softwareTokenUser } from '../testing/software-token-user.ts'

test('gives a secret in Base32, and no session where none was given', async () => {
  await using person = await softwareTokenUser()
  const { $metadata, ...answer } = await person.associate()
  expect(answer).toEqual({ SecretCode: expect.stringMatching(/^[A-Z2-7]{52}$/) })
})

test('gives another secret each time, and only the newest counts', async () => {
  await using person = await softwareTokenUser()
  const { SecretCode: first = '' } = await person.associate()
  const { SecretCode: second = '' } = await person.associate()

  expect(second).not.toBe(first)
  await expect(person.verify(person.codeOf(first))).rejects.toMatchObject({
    name: 'EnableSoftwareTokenMFAException',
  })
  await expect(person.verify(person.codeOf(second))).resolves.toMatchObject({ Status: 'SUCCESS' })
})

test('drops the one that was verified before', async () => {
  await using person = await softwareTokenUser()
  await person.setUp()
  await person.engine.sdk.send(
    new SetUserMFAPreferenceCommand({
      AccessToken: person.AccessToken,
      SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
    }),
  )
  const settings = async () => {
    const { UserMFASettingList, PreferredMfaSetting } = await person.engine.sdk.send(
      new GetUserCommand({ AccessToken: person.AccessToken }),
    )
    return { UserMFASettingList, PreferredMfaSetting }
  }
  const active = { UserMFASettingList: ['SOFTWARE_TOKEN_MFA'], PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA' }
  expect(await settings()).toEqual(active)

  await person.associate()
  expect(await settings()).toEqual({})

  await person.setUp()
  expect(await settings()).toEqual(active)
})

test.each([
  [
    'the pool has no software tokens',
    { factors: { SoftwareTokenMfaConfiguration: { Enabled: false }, EmailMfaConfiguration: {} } },
  ],
  ['the pool says nothing of them', { factors: { EmailMfaConfiguration: {} } }],
  ['the pool has no MFA', { pool: { MfaConfiguration: 'OFF' as const } }],
])('is refused where %s', async (_, settings) => {
  await using person = await softwareTokenUser({ ...mfaPool, ...settings })
  await expect(person.associate()).rejects.toMatchObject({
    name: 'SoftwareTokenMFANotFoundException',
    message: 'Software Token MFA has not been enabled by the userPool',
    $metadata: { httpStatusCode: 400 },
  })
})

test('takes an access token or a session, and not both', async () => {
  await using person = await softwareTokenUser()
  const { AccessToken } = person
  const Session = 'a session that nobody issued'
  const associate = (input: AssociateSoftwareTokenRequest) =>
    person.engine.sdk.send(new AssociateSoftwareTokenCommand(input))

  await expect(associate({})).rejects.toMatchObject({ name: 'InvalidParameterException' })
  await expect(associate({ AccessToken, Session })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  })
  await expect(associate({ Session })).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Invalid session for the user.',
  })
  await expect(associate({ AccessToken: 'garbage' })).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Invalid Access Token',
  })
})
