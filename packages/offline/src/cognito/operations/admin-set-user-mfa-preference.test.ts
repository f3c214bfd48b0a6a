import {
  AdminSetUserMFAPreferenceCommand,
  type AdminSetUserMFAPreferenceRequest,
  GetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { poolId } from '../testing/engine.ts'
import { softwareTokenUser } from '../testing/software-token-user.ts'

async function somebody() {
  const person = await softwareTokenUser()
  return {
    ...person,
    prefer: (input: Partial<AdminSetUserMFAPreferenceRequest>) =>
      person.engine.sdk.send(
        new AdminSetUserMFAPreferenceCommand({ UserPoolId: poolId, Username: 'ada', ...input }),
      ),
  }
}

test.each(['ada', 'ada@example.test'])('switches the second factors of %s', async Username => {
  await using person = await somebody()
  await person.setUp()
  const { $metadata, ...answer } = await person.prefer({
    Username,
    SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
  })

  expect(answer).toEqual({})
  const { AccessToken } = person
  await expect(person.engine.sdk.send(new GetUserCommand({ AccessToken }))).resolves.toMatchObject({
    UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
    PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
  })
})

test('is bound by the same rules as the user', async () => {
  await using person = await somebody()
  await expect(person.prefer({ SoftwareTokenMfaSettings: { Enabled: true } })).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'User has not set up software token mfa',
  })
  await expect(person.prefer({ SMSMfaSettings: { Enabled: true } })).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'User does not have a phone_number set to turn on SMS MFA',
  })
})

test('refuses a user and a pool that do not exist', async () => {
  await using person = await somebody()
  await expect(person.prefer({ Username: 'nobody' })).rejects.toMatchObject({
    name: 'UserNotFoundException',
    message: 'User does not exist.',
  })
  await expect(person.prefer({ UserPoolId: 'eu-central-1_Other0001' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  })
})

test('wants a signed request', async () => {
  await using person = await somebody()
  const response = await fetch(person.engine.cognito.url, {
    method: 'POST',
    headers: { 'X-Amz-Target': 'AWSCognitoIdentityProviderService.AdminSetUserMFAPreference' },
    body: JSON.stringify({ UserPoolId: poolId, Username: 'ada' }),
  })
  expect(await response.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' })
})
