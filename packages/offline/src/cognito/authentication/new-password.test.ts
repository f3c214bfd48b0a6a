import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  type AttributeType,
  GetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { Password, poolId, startEngine } from '../testing/engine.ts'
import { signingIn } from '../testing/signing-in.ts'

type Settings = NonNullable<Parameters<typeof startEngine>[0]>

const NEW_PASSWORD = 'Better-horse-8'
const tokens = { ChallengeParameters: {}, AuthenticationResult: { RefreshToken: expect.any(String) } }

/** Ada, with a temporary password. */
async function invited(settings: Settings = {}, UserAttributes: AttributeType[] = []) {
  const engine = await startEngine(settings)
  await engine.sdk.send(
    new AdminCreateUserCommand({
      UserPoolId: poolId,
      Username: 'ada',
      TemporaryPassword: Password,
      UserAttributes,
      MessageAction: 'SUPPRESS',
    }),
  )
  return { ...engine, ...signingIn(engine.sdk) }
}

const required = (...names: string[]) => ({
  SchemaAttributes: names.map(Name => ({ Name, Required: true })),
})

test('asks for a password of their own, and for what the pool demands', async () => {
  await using engine = await invited({ pool: required('email', 'name') }, [
    { Name: 'name', Value: 'Ada' },
    { Name: 'nickname', Value: 'Countess' },
  ])
  const { $metadata, ...asked } = await engine.withPassword()
  expect(asked).toEqual({
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session: expect.any(String),
    ChallengeParameters: {
      USER_ID_FOR_SRP: 'ada',
      requiredAttributes: '["userAttributes.email"]',
      userAttributes: expect.any(String),
    },
  })
  expect(JSON.parse(asked.ChallengeParameters?.userAttributes ?? '')).toEqual({
    name: 'Ada',
    nickname: 'Countess',
  })
})

test('tells no attribute that the client may not read', async () => {
  await using engine = await invited({ client: { ReadAttributes: ['name'] } }, [
    { Name: 'name', Value: 'Ada' },
    { Name: 'nickname', Value: 'Countess' },
  ])
  const { ChallengeParameters } = await engine.withPassword()
  expect(JSON.parse(ChallengeParameters?.userAttributes ?? '')).toEqual({ name: 'Ada' })
})

test('takes the password and the attributes together', async () => {
  await using engine = await invited({ pool: required('email') })
  const asked = await engine.withPassword()
  await expect(engine.respond(asked, { NEW_PASSWORD })).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'Invalid attributes given, email is missing',
    $metadata: { httpStatusCode: 400 },
  })
  const { AuthenticationResult } = await engine.respond(asked, {
    NEW_PASSWORD,
    'userAttributes.email': 'ada@example.test',
    'userAttributes.nickname': 'Countess',
  })
  const { UserAttributes } = await engine.sdk.send(
    new GetUserCommand({ AccessToken: AuthenticationResult?.AccessToken }),
  )
  expect(UserAttributes).toEqual(
    expect.arrayContaining([
      { Name: 'email', Value: 'ada@example.test' },
      { Name: 'email_verified', Value: 'false' },
      { Name: 'nickname', Value: 'Countess' },
    ]),
  )
  await expect(engine.withPassword()).rejects.toMatchObject({
    message: 'Incorrect username or password.',
  })
  expect(await engine.withPassword(NEW_PASSWORD)).toMatchObject(tokens)
})

test.each<[string, Record<string, string>, string, Settings]>([
  ['a short password', { NEW_PASSWORD: 'short' }, 'InvalidPasswordException', {}],
  [
    'an attribute that the client may not write',
    { 'userAttributes.name': 'Ada' },
    'NotAuthorizedException',
    { client: { WriteAttributes: ['nickname'] } },
  ],
  ['a verified flag', { 'userAttributes.email_verified': 'true' }, 'NotAuthorizedException', {}],
  ['an unknown attribute', { 'userAttributes.custom:x': '1' }, 'NotAuthorizedException', {}],
  [
    'a value that is out of bounds',
    { 'userAttributes.nickname': 'xxx' },
    'InvalidParameterException',
    { pool: { SchemaAttributes: [{ Name: 'nickname', StringAttributeConstraints: { MaxLength: '2' } }] } },
  ],
  [
    'the temporary password, where the pool remembers',
    { NEW_PASSWORD: Password },
    'PasswordHistoryPolicyViolationException',
    { pool: { Policies: { PasswordPolicy: { MinimumLength: 12, PasswordHistorySize: 1 } } } },
  ],
])('refuses %s, and nothing has changed', async (_, wrong, name, settings) => {
  await using engine = await invited(settings)
  const asked = await engine.withPassword()
  await expect(engine.respond(asked, { NEW_PASSWORD, ...wrong })).rejects.toMatchObject({
    name,
    $metadata: { httpStatusCode: 400 },
  })
  expect(await engine.withPassword()).toMatchObject({ ChallengeName: 'NEW_PASSWORD_REQUIRED' })
  expect(await engine.respond(asked, { NEW_PASSWORD })).toMatchObject(tokens)
})

test('takes the temporary password for good where the pool does not remember', async () => {
  await using engine = await invited()
  const asked = await engine.withPassword()
  expect(await engine.respond(asked, { NEW_PASSWORD: Password })).toMatchObject(tokens)
})

test('takes no address in place of the one that an administrator has given', async () => {
  await using engine = await invited({}, [{ Name: 'email', Value: 'ada@example.test' }])
  const asked = await engine.withPassword()
  await expect(
    engine.respond(asked, { NEW_PASSWORD, 'userAttributes.email': 'eve@example.test' }),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' })
})

test('takes what is fixed at sign-up as long as it is missing', async () => {
  const SchemaAttributes = [{ Name: 'name', Mutable: false }]
  await using engine = await invited({ pool: { SchemaAttributes } })
  await using named = await invited({ pool: { SchemaAttributes } }, [{ Name: 'name', Value: 'Ada' }])
  const answer = { NEW_PASSWORD, 'userAttributes.name': 'Eve' }
  expect(await engine.respond(await engine.withPassword(), answer)).toMatchObject(tokens)
  await expect(named.respond(await named.withPassword(), answer)).rejects.toMatchObject({
    name: 'InvalidParameterException',
  })
})

test.each([
  [{ TemporaryPasswordValidityDays: 1 }, 24],
  [{}, 7 * 24],
])('a temporary password under %j is good for %i hours', async (policy, hours) => {
  await using engine = await invited({
    pool: { Policies: { PasswordPolicy: { MinimumLength: 12, ...policy } } },
  })
  engine.clock.advance({ hours, minutes: -1 })
  expect(await engine.withPassword()).toMatchObject({ ChallengeName: 'NEW_PASSWORD_REQUIRED' })
  engine.clock.advance({ minutes: 1 })
  await expect(engine.withPassword()).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    $metadata: { httpStatusCode: 400 },
  })
  await expect(engine.withPassword('Wrong-horse-7')).rejects.toMatchObject({
    message: 'Incorrect username or password.',
  })
})

test.each([
  [true, tokens],
  [false, { ChallengeName: 'NEW_PASSWORD_REQUIRED' }],
])('a password that an administrator has given meanwhile stays, permanent: %s', async (Permanent, next) => {
  await using engine = await invited()
  const asked = await engine.withPassword()
  engine.clock.advance({ seconds: 1 })
  await engine.sdk.send(
    new AdminSetUserPasswordCommand({
      UserPoolId: poolId,
      Username: 'ada',
      Password: 'Other-horse-9',
      Permanent,
    }),
  )
  await expect(engine.respond(asked, { NEW_PASSWORD })).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Invalid session for the user.',
  })
  expect(await engine.withPassword('Other-horse-9')).toMatchObject(next)
})
