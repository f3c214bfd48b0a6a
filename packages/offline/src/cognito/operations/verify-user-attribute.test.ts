import { DatabaseSync } from 'node:sqlite'
import {
  AdminUpdateUserAttributesCommand,
  GetUserAttributeVerificationCodeCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import type { CustomMessageTriggerEvent } from 'aws-lambda'
import { expect, test } from 'vitest'
import { databaseFile } from '../testing/database-file.ts'
import { otherThan, poolId } from '../testing/engine.ts'
import { common, poolFunctions } from '../testing/pool-functions.ts'
import { signedInUser } from '../testing/signed-in-user.ts'

const verifiedBefore = {
  UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email' as const] },
}
const lasting = { AccessTokenValidity: 24 }
const limited = {
  name: 'LimitExceededException',
  message: 'Attempt limit exceeded, please try after some time.',
  $metadata: { httpStatusCode: 400 },
}

async function caller(settings: Parameters<typeof signedInUser>[0] = {}) {
  const user = await signedInUser({ client: lasting, ...settings })
  const { engine, AccessToken } = user
  const ask = (AttributeName = 'email', ClientMetadata?: Record<string, string>) =>
    engine.sdk.send(
      new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName, ClientMetadata }),
    )
  const verify = (Code = engine.latestCode(), AttributeName = 'email') =>
    engine.sdk.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName, Code }))
  return { ...user, ask, verify }
}

test('verifies the address that was changed, by which one signs in from then on', async () => {
  await using user = await caller()
  const { engine, update, verify, attributes } = user
  await update({ email: 'eve@example.test' })

  const { $metadata, ...answer } = await verify()

  expect(answer).toEqual({})
  expect(await attributes()).toEqual({ email: 'eve@example.test', email_verified: 'true' })
  await expect(engine.signIn('eve@example.test')).resolves.toBeDefined()
  await expect(engine.signIn('ada@example.test')).rejects.toMatchObject({ name: 'NotAuthorizedException' })
})

test('puts the new address in the place of the old one where the pool verifies first', async () => {
  await using user = await caller({ pool: verifiedBefore })
  const { engine, update, verify, attributes } = user
  await update({ email: 'eve@example.test' })

  await verify()

  expect(await attributes()).toEqual({ email: 'eve@example.test', email_verified: 'true' })
  await expect(engine.signIn('eve@example.test')).resolves.toBeDefined()
  await expect(engine.signIn('ada@example.test')).rejects.toMatchObject({ name: 'NotAuthorizedException' })
})

test('refuses a wrong code and takes the right one, once', async () => {
  await using user = await caller()
  await user.update({ email: 'eve@example.test' })
  await expect(user.verify(otherThan(user.engine.latestCode()))).rejects.toMatchObject({
    name: 'CodeMismatchException',
    message: 'Invalid verification code provided, please try again.',
    $metadata: { httpStatusCode: 400 },
  })
  expect(await user.attributes()).toMatchObject({ email_verified: 'false' })
  await expect(user.verify()).resolves.toBeDefined()
  await expect(user.verify()).rejects.toMatchObject({
    name: 'ExpiredCodeException',
    message: 'Invalid code provided, please request a code again.',
    $metadata: { httpStatusCode: 400 },
  })
})

test('takes a code for 24 hours and no longer', async () => {
  await using user = await caller()
  user.engine.clock.advance({ seconds: -30 })
  await user.update({ email: 'eve@example.test' })
  user.engine.clock.advance({ hours: 24 })
  await expect(user.verify()).rejects.toMatchObject({ name: 'ExpiredCodeException' })
  user.engine.clock.advance({ seconds: -1 })
  await expect(user.verify()).resolves.toBeDefined()
})

test('does not take an address from who has verified it, and leaves the code good', async () => {
  await using user = await caller()
  const { engine, update, verify } = user
  await engine.confirmedUser('eve', { email: 'eve@example.test' })
  await update({ email: 'eve@example.test' })
  for (let attempt = 1; attempt <= 2; attempt++) {
    await expect(verify()).rejects.toMatchObject({
      name: 'AliasExistsException',
      $metadata: { httpStatusCode: 400 },
    })
  }
  await expect(engine.signIn('eve@example.test')).resolves.toBeDefined()
})

test('takes no code that went to an address which the user has no more', async () => {
  await using file = await databaseFile()
  await using user = await caller({ database: file.path })
  await user.update({ email: 'eve@example.test' })
  using administrator = new DatabaseSync(file.path)
  administrator.exec(`update users set attributes = '{"email":"bob@example.test","email_verified":"false"}'`)

  await expect(user.verify()).rejects.toMatchObject({ name: 'ExpiredCodeException' })
  expect(await user.attributes()).toEqual({ email: 'bob@example.test', email_verified: 'false' })
})

test.each(['custom:role', 'nickname', 'email_verified'])('proves no %s', async name => {
  await using user = await caller()
  const refusal = { name: 'InvalidParameterException', $metadata: { httpStatusCode: 400 } }
  await expect(user.ask(name)).rejects.toMatchObject(refusal)
  await expect(user.verify('123456', name)).rejects.toMatchObject(refusal)
})

test('names telephones as what it does not run', async () => {
  await using user = await caller()
  const refusal = { name: 'OfflineUnsupportedOperation', $metadata: { httpStatusCode: 501 } }
  await expect(user.ask('phone_number')).rejects.toMatchObject(refusal)
  await expect(user.verify('123456', 'phone_number')).rejects.toMatchObject(refusal)
})

test('sends a code to the address that the user has', async () => {
  let codes = 100_000
  await using user = await caller({ newCode: () => String(++codes) })
  await user.update({ email: 'eve@example.test' })
  const before = user.engine.latestCode()

  const { $metadata, ...answer } = await user.ask()

  expect(answer).toEqual({
    CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'e***@e***' },
  })
  expect(user.engine.cognito.messages()[0]).toMatchObject({
    to: 'eve@example.test',
    kind: 'VerifyUserAttribute',
  })
  await expect(user.verify(before)).rejects.toMatchObject({ name: 'CodeMismatchException' })
  await user.verify()
  expect(await user.attributes()).toMatchObject({ email_verified: 'true' })
})

test('proves the address that stands, where another waits for its code', async () => {
  await using user = await caller({ pool: verifiedBefore })
  await user.update({ email: 'eve@example.test' })
  await user.ask()
  expect(user.engine.cognito.messages()[0]).toMatchObject({ to: 'ada@example.test' })
  await user.verify()
  expect(await user.attributes()).toEqual({ email: 'ada@example.test', email_verified: 'true' })
})

test('has nowhere to send a code to without an address', async () => {
  await using user = await caller()
  await user.update({ email: '' })
  await expect(user.ask()).rejects.toMatchObject({ name: 'InvalidParameterException' })
})

test('sends five codes in an hour', async () => {
  await using user = await caller()
  for (let attempt = 1; attempt <= 5; attempt++) await user.ask()
  await expect(user.ask()).rejects.toMatchObject(limited)
  user.engine.clock.advance({ hours: 1 })
  await expect(user.ask()).resolves.toBeDefined()
})

test('allows 15 attempts in an hour', async () => {
  await using user = await caller()
  await user.ask()
  const wrong = otherThan(user.engine.latestCode())
  for (let attempt = 1; attempt <= 15; attempt++) {
    await expect(user.verify(wrong)).rejects.toMatchObject({ name: 'CodeMismatchException' })
  }
  await expect(user.verify()).rejects.toMatchObject(limited)
  user.engine.clock.advance({ hours: 1 })
  await expect(user.verify()).resolves.toBeDefined()
})

test('asks the function for messages what to say', async () => {
  const { events, invoke, LambdaConfig } = poolFunctions({
    CustomMessage: () => ({ emailSubject: 'Yours?', emailMessage: 'Then type {####}' }),
  })
  await using user = await caller({ invoke, pool: { LambdaConfig }, newCode: () => '424242' })

  await user.ask('email', { page: 'account' })

  const expected: CustomMessageTriggerEvent = {
    ...common,
    triggerSource: 'CustomMessage_VerifyUserAttribute',
    userName: 'ada',
    request: {
      userAttributes: {
        sub: user.sub,
        'cognito:user_status': 'CONFIRMED',
        email: 'ada@example.test',
        email_verified: 'true',
      },
      codeParameter: '{####}',
      linkParameter: '{##Click Here##}',
      usernameParameter: null,
      clientMetadata: { page: 'account' },
    },
    response: { smsMessage: null, emailMessage: null, emailSubject: null },
  }
  expect(events.at(-1)).toEqual(expected)
  expect(user.engine.cognito.messages()[0]).toMatchObject({ subject: 'Yours?', body: 'Then type 424242' })
})

test.each([{}, verifiedBefore])(
  'sends the code to an address that is new meanwhile, with %o',
  async settings => {
    const { invoke, LambdaConfig } = poolFunctions({
      CustomMessage: async ({ triggerSource }) => {
        if (triggerSource === 'CustomMessage_VerifyUserAttribute') await administrator()
      },
    })
    await using user = await caller({ invoke, pool: { ...settings, LambdaConfig } })
    const administrator = () =>
      user.engine.sdk.send(
        new AdminUpdateUserAttributesCommand({
          UserPoolId: poolId,
          Username: 'ada',
          UserAttributes: [
            { Name: 'email', Value: 'eve@example.test' },
            { Name: 'email_verified', Value: 'true' },
          ],
        }),
      )

    await user.ask()

    expect(user.engine.cognito.messages()[0]).toMatchObject({ to: 'eve@example.test' })
    await user.verify()
    expect(await user.attributes()).toEqual({ email: 'eve@example.test', email_verified: 'true' })
  },
)
