import {
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminSetUserMFAPreferenceCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { poolId, startEngine } from '../testing/engine.ts'
import { signedInUser } from '../testing/signed-in-user.ts'
import { softwareTokenUser } from '../testing/software-token-user.ts'

type Engine = Awaited<ReturnType<typeof startEngine>>

async function getUser({ sdk }: Engine, Username = 'ada') {
  const { $metadata, ...answer } = await sdk.send(new AdminGetUserCommand({ UserPoolId: poolId, Username }))
  return answer
}

test('tells everything about a user', async () => {
  await using engine = await startEngine()
  const created = new Date(engine.clock.now())
  const { UserSub } = await engine.signUp()
  engine.clock.advance({ minutes: 1 })
  await engine.confirm()

  expect(await getUser(engine)).toEqual({
    Username: 'ada',
    UserAttributes: [
      { Name: 'sub', Value: UserSub },
      { Name: 'email', Value: 'ada@example.test' },
      { Name: 'email_verified', Value: 'true' },
    ],
    UserCreateDate: created,
    UserLastModifiedDate: new Date(engine.clock.now()),
    Enabled: true,
    UserStatus: 'CONFIRMED',
  })
})

test('finds a user by sub and by alias', async () => {
  await using engine = await startEngine()
  const sub = await engine.confirmedUser()
  const byName = await getUser(engine)
  expect(await getUser(engine, sub)).toEqual(byName)
  expect(await getUser(engine, 'ada@example.test')).toEqual(byName)
})

test('tells of second factors that are switched on', async () => {
  await using person = await softwareTokenUser()
  await person.setUp()
  expect(await getUser(person.engine)).not.toHaveProperty('UserMFASettingList')

  await person.engine.sdk.send(
    new AdminSetUserMFAPreferenceCommand({
      UserPoolId: poolId,
      Username: 'ada',
      SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
    }),
  )

  expect(await getUser(person.engine)).toMatchObject({
    UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
    PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
  })
})

test('deletes a user, whose name is free at once', async () => {
  await using person = await signedInUser()
  const { engine } = person
  const remove = () => engine.sdk.send(new AdminDeleteUserCommand({ UserPoolId: poolId, Username: 'ada' }))

  const { $metadata, ...answer } = await remove()

  expect(answer).toEqual({})
  const gone = {
    name: 'UserNotFoundException',
    message: 'User does not exist.',
    $metadata: { httpStatusCode: 400 },
  }
  await expect(getUser(engine)).rejects.toMatchObject(gone)
  await expect(remove()).rejects.toMatchObject(gone)
  await expect(person.attributes()).rejects.toMatchObject({ name: 'UserNotFoundException' })
  await expect(engine.confirmedUser()).resolves.not.toBe(person.sub)
})
