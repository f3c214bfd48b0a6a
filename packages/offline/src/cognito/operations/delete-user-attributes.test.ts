import {
  DeleteUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { emailDesign, startEngine } from '../testing/engine.ts'
import { signedInUser } from '../testing/signed-in-user.ts'

async function caller(settings: Parameters<typeof signedInUser>[0] = {}) {
  const user = await signedInUser(settings)
  const { engine, AccessToken } = user
  const remove = (...UserAttributeNames: string[]) =>
    engine.sdk.send(new DeleteUserAttributesCommand({ AccessToken, UserAttributeNames }))
  return { ...user, remove }
}

test('removes attributes, those too that the user has not', async () => {
  await using user = await caller()
  await user.update({ nickname: 'Countess', locale: 'en' })

  const { $metadata, ...answer } = await user.remove('nickname', 'website')

  expect(answer).toEqual({})
  expect(await user.attributes()).toEqual({
    email: 'ada@example.test',
    email_verified: 'true',
    locale: 'en',
  })
})

test.each([
  {},
  { UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email' as const] } },
])('removes an address with its flag, its sign-in and the code that is out, under %o', async pool => {
  await using user = await caller({ pool })
  const { engine, AccessToken, remove, update, attributes } = user
  await update({ email: 'eve@example.test' })
  const Code = engine.latestCode()

  await remove('email')

  expect(await attributes()).toEqual({})
  await expect(engine.signIn('ada@example.test')).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await expect(
    engine.sdk.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: 'email', Code })),
  ).rejects.toMatchObject({ name: 'ExpiredCodeException' })
})

test('removes nothing that the pool requires or fixes', async () => {
  const nickname = { Name: 'nickname', Mutable: false }
  await using free = await caller()
  await using bound = await caller({
    pool: { SchemaAttributes: [{ Name: 'email', Required: true }, nickname] },
  })

  await expect(free.remove('email', 'nickname')).resolves.toBeDefined()
  await expect(bound.remove('email')).rejects.toMatchObject({
    name: 'InvalidParameterException',
    $metadata: { httpStatusCode: 400 },
  })
  await expect(bound.remove('nickname')).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'user.nickname: Attribute cannot be updated.\n',
  })
  expect(await bound.attributes()).toMatchObject({ email: 'ada@example.test' })
})

test('does not remove the address that is the username', async () => {
  await using engine = await startEngine({ pool: emailDesign })
  await engine.confirmedUser('ada@example.test')
  const { AuthenticationResult } = await engine.signIn('ada@example.test')
  await expect(
    engine.sdk.send(
      new DeleteUserAttributesCommand({
        AccessToken: AuthenticationResult?.AccessToken,
        UserAttributeNames: ['email'],
      }),
    ),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' })
})

test('knows no attribute that is not in the schema', async () => {
  await using user = await caller()
  await expect(user.remove('custom:level')).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message:
      'Attributes did not conform to the schema: custom:level: Attribute does not exist in the schema.\n',
  })
})

test('removes for a client what it may write, and never a flag', async () => {
  await using user = await caller({ client: { WriteAttributes: ['email'] } })
  for (const name of ['nickname', 'email_verified']) {
    await expect(user.remove(name)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'A client attempted to write unauthorized attribute',
      $metadata: { httpStatusCode: 400 },
    })
  }
  await expect(user.remove('email')).resolves.toBeDefined()
})
