import { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { softwareTokenUser } from '../testing/software-token-user.ts'

const wrongCode = {
  name: 'EnableSoftwareTokenMFAException',
  message: 'Code mismatch and fail enable Software Token MFA',
  $metadata: { httpStatusCode: 400 },
}

async function withSecret() {
  const person = await softwareTokenUser()
  const { SecretCode: secret = '' } = await person.associate()
  return { ...person, secret }
}

test('takes the code that the app shows', async () => {
  await using person = await withSecret()
  const { $metadata, ...answer } = await person.verify(person.codeOf(person.secret), 'telephone')
  expect(answer).toEqual({ Status: 'SUCCESS' })
})

test('does not switch MFA on', async () => {
  await using person = await softwareTokenUser()
  await person.setUp()

  const user = await person.engine.sdk.send(new GetUserCommand({ AccessToken: person.AccessToken }))
  expect(user).not.toHaveProperty('UserMFASettingList')
  expect(user).not.toHaveProperty('PreferredMfaSetting')
  await expect(person.engine.signIn()).resolves.toHaveProperty('AuthenticationResult')
})

test.each([-1, 0, 1])('takes a code of a clock that is %i steps away', async steps => {
  await using person = await withSecret()
  await expect(person.verify(person.codeOf(person.secret, steps))).resolves.toMatchObject({
    Status: 'SUCCESS',
  })
})

test.each([-2, 2])('refuses a code of a clock that is %i steps away', async steps => {
  await using person = await withSecret()
  await expect(person.verify(person.codeOf(person.secret, steps))).rejects.toMatchObject(wrongCode)
})

test('takes each code once, and none from before it', async () => {
  await using person = await withSecret()
  const { secret, verify, codeOf } = person
  const code = codeOf(secret)
  await verify(code)

  await expect(verify(code)).rejects.toMatchObject(wrongCode)
  await expect(verify(codeOf(secret, -1))).rejects.toMatchObject(wrongCode)
  await expect(verify(codeOf(secret, 1))).resolves.toMatchObject({ Status: 'SUCCESS' })
  person.engine.clock.advance({ seconds: 30 })
  await expect(verify(codeOf(secret))).rejects.toMatchObject(wrongCode)
  person.engine.clock.advance({ seconds: 30 })
  await expect(verify(codeOf(secret))).resolves.toMatchObject({ Status: 'SUCCESS' })
})

test('leaves the secret as it is after a wrong code', async () => {
  await using person = await withSecret()
  await expect(person.verify(person.codeOf('JBSWY3DPEHPK3PXP'))).rejects.toMatchObject(wrongCode)
  await expect(person.verify(person.codeOf(person.secret))).resolves.toMatchObject({ Status: 'SUCCESS' })
})

test('is refused where no secret has been given out', async () => {
  await using person = await softwareTokenUser()
  await expect(person.verify('123456')).rejects.toMatchObject({
    name: 'SoftwareTokenMFANotFoundException',
    message: 'Software Token MFA does not exist for the user.',
    $metadata: { httpStatusCode: 400 },
  })
})

test.each(['12345', '1234567', '12345a'])('wants six digits, unlike %s', async code => {
  await using person = await withSecret()
  await expect(person.verify(code)).rejects.toMatchObject({ name: 'InvalidParameterException' })
})
