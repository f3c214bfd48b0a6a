import {
  ForgotPasswordCommand,
  GetUserCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import type { CustomMessageTriggerEvent } from 'aws-lambda'
import { expect, test } from 'vitest'
import { ClientId, emailDesign, Password, startEngine } from '../testing/engine.ts'
import { common, poolFunctions, refuse } from '../testing/pool-functions.ts'
import { signedInUser } from '../testing/signed-in-user.ts'

const verifiedBefore = {
  UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email' as const] },
}
const toEve = { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'e***@e***' }
const custom = { pool: { SchemaAttributes: [{ Name: 'custom:role' }] } }

test('stores values, and removes those that are empty', async () => {
  await using user = await signedInUser()

  const { $metadata, ...answer } = await user.update({ nickname: 'Countess', locale: 'en' })
  expect(answer).toEqual({})
  await user.update({ nickname: 'Lovelace', locale: '' })

  expect(await user.attributes()).toEqual({
    email: 'ada@example.test',
    email_verified: 'true',
    nickname: 'Lovelace',
  })
})

test('puts a new address in the place of the old one, unverified, and sends it a code', async () => {
  await using user = await signedInUser()
  const { engine, update, attributes } = user

  const { $metadata, ...answer } = await update({ email: 'eve@example.test' })

  expect(answer).toEqual({ CodeDeliveryDetailsList: [toEve] })
  expect(await attributes()).toEqual({ email: 'eve@example.test', email_verified: 'false' })
  expect(engine.cognito.messages()[0]).toMatchObject({ to: 'eve@example.test', kind: 'UpdateUserAttribute' })
  for (const address of ['ada@example.test', 'eve@example.test']) {
    await expect(engine.signIn(address)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  }
  await expect(engine.signIn('ada')).resolves.toBeDefined()
})

test('leaves the old address until the new one is verified, where the pool has it so', async () => {
  await using user = await signedInUser({ pool: verifiedBefore })
  const { engine, update, attributes } = user

  const { $metadata, ...answer } = await update({ email: 'eve@example.test', nickname: 'Countess' })

  expect(answer).toEqual({ CodeDeliveryDetailsList: [toEve] })
  expect(await attributes()).toEqual({
    email: 'ada@example.test',
    email_verified: 'true',
    nickname: 'Countess',
  })
  expect(engine.cognito.messages({ to: 'eve@example.test' })).toHaveLength(1)
  await expect(engine.signIn('ada@example.test')).resolves.toBeDefined()
  await expect(engine.signIn('eve@example.test')).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await engine.sdk.send(new ForgotPasswordCommand({ ClientId, Username: 'ada' }))
  expect(engine.cognito.messages()[0]).toMatchObject({ to: 'ada@example.test', kind: 'ForgotPassword' })
})

test('stores an address and sends nothing where the pool verifies no address', async () => {
  const { invoke, LambdaConfig } = poolFunctions({ PreSignUp: () => ({ autoConfirmUser: true }) })
  const pool = { LambdaConfig, AutoVerifiedAttributes: [] }
  await using engine = await startEngine({ invoke, pool })
  await engine.signUp('ada')
  const { AuthenticationResult } = await engine.signIn('ada')
  const { AccessToken } = AuthenticationResult ?? {}

  const answer = await engine.sdk.send(
    new UpdateUserAttributesCommand({
      AccessToken,
      UserAttributes: [{ Name: 'email', Value: 'eve@example.test' }],
    }),
  )

  expect(answer).not.toHaveProperty('CodeDeliveryDetailsList')
  expect(engine.cognito.messages()).toEqual([])
  const { UserAttributes } = await engine.sdk.send(new GetUserCommand({ AccessToken }))
  expect(UserAttributes).toContainEqual({ Name: 'email', Value: 'eve@example.test' })
  expect(UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'false' })
})

test('takes the same address for no change', async () => {
  for (const pool of [{}, verifiedBefore]) {
    await using user = await signedInUser({ pool })
    expect(await user.update({ email: 'ada@example.test' })).not.toHaveProperty('CodeDeliveryDetailsList')
    expect(await user.attributes()).toMatchObject({ email_verified: 'true' })
    expect(user.engine.cognito.messages()).toHaveLength(1)
  }
})

test('removes an address with its flag and its sign-in', async () => {
  await using user = await signedInUser()
  await user.update({ email: '' })
  expect(await user.attributes()).toEqual({})
  await expect(user.engine.signIn('ada@example.test')).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  })
})

test('unverifies a new phone number', async () => {
  await using user = await signedInUser()
  await user.update({ phone_number: '+4930123456' })
  expect(await user.attributes()).toMatchObject({
    phone_number: '+4930123456',
    phone_number_verified: 'false',
  })
})

test.each([{}, verifiedBefore])('refuses an address that is another user’s name, under %o', async pool => {
  await using engine = await startEngine({ pool: { ...emailDesign, ...pool } })
  await engine.confirmedUser('ada@example.test', { email: 'ada@example.test' })
  await engine.confirmedUser('eve@example.test', { email: 'eve@example.test' })
  const { AuthenticationResult } = await engine.signIn('eve@example.test')
  const update = (Value: string) =>
    engine.sdk.send(
      new UpdateUserAttributesCommand({
        AccessToken: AuthenticationResult?.AccessToken,
        UserAttributes: [{ Name: 'email', Value }],
      }),
    )

  await expect(update('Ada@example.test')).rejects.toMatchObject({
    name: 'AliasExistsException',
    $metadata: { httpStatusCode: 400 },
  })
  expect(engine.cognito.messages()).toHaveLength(2)
  await expect(update('bob@example.test')).resolves.toBeDefined()
})

test('an address that is the username signs in as soon as it is stored', async () => {
  await using engine = await startEngine({ pool: emailDesign })
  await engine.confirmedUser('ada@example.test')
  const { AuthenticationResult } = await engine.signIn('ada@example.test')
  const update = (Value: string) =>
    engine.sdk.send(
      new UpdateUserAttributesCommand({
        AccessToken: AuthenticationResult?.AccessToken,
        UserAttributes: [{ Name: 'email', Value }],
      }),
    )
  await update('eve@example.test')
  await expect(engine.signIn('eve@example.test')).resolves.toBeDefined()
  await expect(engine.signIn('ada@example.test')).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await expect(update('')).rejects.toMatchObject({ name: 'InvalidParameterException' })
})

test.each([
  ['email', 'ada'],
  ['phone_number', '030 123456'],
  ['birthdate', '1815-12'],
])('refuses as %s the text "%s"', async (name, value) => {
  await using user = await signedInUser()
  await expect(user.update({ [name]: value })).rejects.toMatchObject({
    name: 'InvalidParameterException',
    $metadata: { httpStatusCode: 400 },
  })
})

test('takes a date of birth of ten characters', async () => {
  await using user = await signedInUser()
  await user.update({ birthdate: '1815-12-10' })
  expect(await user.attributes()).toMatchObject({ birthdate: '1815-12-10' })
})

test.each(['x', ''])('knows no attribute that is not in the schema, with value "%s"', async value => {
  await using user = await signedInUser()
  await expect(user.update({ 'custom:level': value })).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message:
      'Attributes did not conform to the schema: custom:level: Attribute does not exist in the schema.\n',
  })
})

test('lets a client write what it lists, and never a verified flag', async () => {
  const refusal = {
    name: 'NotAuthorizedException',
    message: 'A client attempted to write unauthorized attribute',
    $metadata: { httpStatusCode: 400 },
  }
  await using unlisted = await signedInUser(custom)
  await using listed = await signedInUser({
    ...custom,
    client: { WriteAttributes: ['email', 'custom:role'] },
  })

  await expect(unlisted.update({ 'custom:role': 'admin' })).rejects.toMatchObject(refusal)
  await expect(listed.update({ 'custom:role': 'admin' })).resolves.toBeDefined()
  await expect(listed.update({ nickname: 'Countess' })).rejects.toMatchObject(refusal)
  for (const name of ['email_verified', 'phone_number_verified']) {
    await expect(listed.update({ [name]: 'true' })).rejects.toMatchObject(refusal)
  }
  expect(await unlisted.attributes()).not.toHaveProperty('custom:role')
})

test.each(['Lovelace', ''])('leaves an immutable attribute as it is, against "%s"', async value => {
  const nickname = (Mutable: boolean) => ({ pool: { SchemaAttributes: [{ Name: 'nickname', Mutable }] } })
  await using mutable = await signedInUser(nickname(true))
  await using immutable = await signedInUser(nickname(false))
  await expect(mutable.update({ nickname: value })).resolves.toBeDefined()
  await expect(immutable.update({ nickname: value })).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'user.nickname: Attribute cannot be updated.\n',
  })
})

test('does not remove an attribute that the pool requires', async () => {
  const email = (Required: boolean) => ({ pool: { SchemaAttributes: [{ Name: 'email', Required }] } })
  await using demanding = await signedInUser(email(true))
  await using indifferent = await signedInUser(email(false))
  await expect(demanding.update({ email: '' })).rejects.toMatchObject({ name: 'InvalidParameterException' })
  await expect(indifferent.update({ email: '' })).resolves.toBeDefined()
  expect(await demanding.attributes()).toMatchObject({ email: 'ada@example.test' })
})

test('voids the code of an address before', async () => {
  await using user = await signedInUser()
  const { engine, update, AccessToken } = user
  await update({ email: 'eve@example.test' })
  const Code = engine.latestCode()
  await update({ email: 'ada@example.test' })
  await update({ email: '' })
  await expect(
    engine.sdk.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: 'email', Code })),
  ).rejects.toMatchObject({ name: 'ExpiredCodeException' })
})

test('words the message as the function for messages does, and stores nothing where that fails', async () => {
  const { events, invoke, LambdaConfig } = poolFunctions({
    CustomMessage: ({ triggerSource, request }) => {
      if (triggerSource === 'CustomMessage_SignUp') return undefined
      if (request.clientMetadata?.reason === 'whim') refuse()
      return { emailSubject: 'New address', emailMessage: 'Prove it by {####}' }
    },
  })
  await using user = await signedInUser({ invoke, pool: { LambdaConfig }, newCode: () => '424242' })
  const { sub, engine, update, attributes } = user

  await update({ email: 'eve@example.test' }, { reason: 'marriage' })

  const expected: CustomMessageTriggerEvent = {
    ...common,
    triggerSource: 'CustomMessage_UpdateUserAttribute',
    userName: 'ada',
    request: {
      userAttributes: {
        sub,
        'cognito:user_status': 'CONFIRMED',
        email: 'eve@example.test',
        email_verified: 'false',
      },
      codeParameter: '{####}',
      linkParameter: '{##Click Here##}',
      usernameParameter: null,
      clientMetadata: { reason: 'marriage' },
    },
    response: { smsMessage: null, emailMessage: null, emailSubject: null },
  }
  expect(events.at(-1)).toEqual(expected)
  expect(engine.cognito.messages()[0]).toMatchObject({ subject: 'New address', body: 'Prove it by 424242' })
  await expect(update({ email: 'bob@example.test' }, { reason: 'whim' })).rejects.toMatchObject({
    name: 'UserLambdaValidationException',
  })
  expect(await attributes()).toMatchObject({ email: 'eve@example.test' })
  await expect(engine.signIn('ada', Password)).resolves.toBeDefined()
})
