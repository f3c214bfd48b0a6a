import { SignUpCommand } from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { ClientId, emailDesign, Password, secretHash, startEngine } from '../testing/engine.ts'

const email = (Value: string) => [{ Name: 'email', Value }]
const ada = { ClientId, Username: 'ada', Password, UserAttributes: email('ada@example.test') }

test('creates an unconfirmed user and sends a code to a masked address', async () => {
  await using engine = await startEngine()

  const answer = await engine.signUp()

  expect(answer).toMatchObject({
    UserConfirmed: false,
    UserSub: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'a***@e***' },
  })
  expect(answer).not.toHaveProperty('Session')
  await expect(engine.signIn()).rejects.toMatchObject({ name: 'UserNotConfirmedException' })
})

test('sends nothing where the pool verifies no address', async () => {
  await using engine = await startEngine({ pool: { AutoVerifiedAttributes: [] } })
  expect(await engine.signUp()).not.toHaveProperty('CodeDeliveryDetails')
  expect(engine.cognito.messages()).toEqual([])
})

test('sends nothing to a user without an address', async () => {
  await using engine = await startEngine()
  const answer = await engine.sdk.send(new SignUpCommand({ ...ada, UserAttributes: [] }))
  expect(answer).not.toHaveProperty('CodeDeliveryDetails')
  expect(engine.cognito.messages()).toEqual([])
})

test.each(['LEGACY', 'ENABLED'] as const)('tells that a username is taken under %s', async setting => {
  await using engine = await startEngine({ client: { PreventUserExistenceErrors: setting } })
  await engine.signUp('ada')
  await expect(engine.signUp('ada', { email: 'eve@example.test' })).rejects.toMatchObject({
    name: 'UsernameExistsException',
    message: 'User already exists',
  })
})

test('takes usernames that differ in case for one, unless the pool minds the case', async () => {
  await using indifferent = await startEngine({ pool: { UsernameConfiguration: { CaseSensitive: false } } })
  await using minding = await startEngine({ pool: { UsernameConfiguration: { CaseSensitive: true } } })
  await indifferent.signUp('ada')
  await minding.signUp('ada')

  await expect(indifferent.signUp('ADA')).rejects.toMatchObject({ name: 'UsernameExistsException' })
  await expect(minding.signUp('ADA')).resolves.toMatchObject({ UserConfirmed: false })
})

test('minds the case where the pool does not say', async () => {
  await using engine = await startEngine({ pool: { UsernameConfiguration: undefined } })
  await engine.signUp('ada')
  await expect(engine.signUp('ADA')).resolves.toMatchObject({ UserConfirmed: false })
})

test('lets two people sign up with one address where it is an alias', async () => {
  await using engine = await startEngine()
  await engine.confirmedUser('ada')

  const second = await engine.signUp('eve')

  expect(second.CodeDeliveryDetails).toMatchObject({ Destination: 'a***@e***' })
  expect(engine.cognito.messages({ to: 'ada@example.test' })).toHaveLength(2)
})

test('refuses a username in the form of an address where that is an alias', async () => {
  await using engine = await startEngine()
  await expect(engine.signUp('ada@example.test')).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'Username cannot be of email format, since user pool is configured for email alias.',
  })
})

test('takes a username in the form of an address where none is an alias', async () => {
  await using engine = await startEngine({ pool: { AliasAttributes: [] } })
  await expect(engine.signUp('ada@example.test')).resolves.toMatchObject({ UserConfirmed: false })
})

test('makes the address the username of nobody else where the pool has it so', async () => {
  await using engine = await startEngine({ pool: emailDesign })
  const signUp = (Username: string) => engine.sdk.send(new SignUpCommand({ ClientId, Username, Password }))

  expect(await signUp('ada@example.test')).toMatchObject({
    CodeDeliveryDetails: { Destination: 'a***@e***' },
  })
  await expect(signUp('Ada@Example.test')).rejects.toMatchObject({
    name: 'UsernameExistsException',
    message: 'An account with the given email already exists.',
  })
  await expect(signUp('ada')).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'Username should be an email.',
  })
  await expect(engine.signUp('eve@example.test', { email: 'bob@example.test' })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  })
})

test.each([
  [{ MinimumLength: 16 }, 'Correct-horse-7', 'Password not long enough'],
  [{ RequireUppercase: true }, 'correct-horse-7', 'Password must have uppercase characters'],
  [{ RequireLowercase: true }, 'CORRECT-HORSE-7', 'Password must have lowercase characters'],
  [{ RequireNumbers: true }, 'Correct-horse', 'Password must have numeric characters'],
  [{ RequireSymbols: true }, 'CorrectHorse7', 'Password must have symbol characters'],
  [{ RequireSymbols: true, MinimumLength: 16 }, 'CorrectHorse7', 'Password not long enough'],
  [undefined, 'Cor-7', 'Password not long enough'],
  [undefined, 'CorrectHorse7', 'Password must have symbol characters'],
])('refuses under %o the password %s', async (PasswordPolicy, weak, violation) => {
  await using engine = await startEngine({ pool: { Policies: { PasswordPolicy } } })
  await expect(engine.sdk.send(new SignUpCommand({ ...ada, Password: weak }))).rejects.toMatchObject({
    name: 'InvalidPasswordException',
    message: `Password did not conform with policy: ${violation}`,
  })
})

test('counts as symbols those that Cognito lists', async () => {
  await using engine = await startEngine({ pool: { Policies: { PasswordPolicy: { RequireSymbols: true } } } })
  const attempt = (symbol: string, index: number) =>
    engine.sdk.send(
      new SignUpCommand({ ClientId, Username: `user-${index}`, Password: `CorrectHorse${symbol}` }),
    )

  await Promise.all([...'^$*.[]{}()?"!@#%&/\\,><\':;|_~`=+-'].map(attempt))
  await expect(attempt('§', 99)).rejects.toMatchObject({ name: 'InvalidPasswordException' })
})

test('wants a password, unless a one-time code can sign in', async () => {
  await using engine = await startEngine()
  await using passwordless = await startEngine({
    pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } } },
  })
  const withoutPassword = new SignUpCommand({ ...ada, Password: undefined })

  await expect(engine.sdk.send(withoutPassword)).rejects.toMatchObject({ name: 'InvalidParameterException' })
  await expect(passwordless.sdk.send(withoutPassword)).resolves.toMatchObject({ UserConfirmed: false })
  await passwordless.confirm()
  await expect(passwordless.signIn()).rejects.toMatchObject({ name: 'NotAuthorizedException' })
})

test('is closed where only an administrator creates users', async () => {
  await using engine = await startEngine({
    pool: { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } },
  })
  await expect(engine.signUp()).rejects.toMatchObject({ name: 'NotAuthorizedException' })
})

test('lists every attribute that does not fit the schema', async () => {
  await using engine = await startEngine({ pool: { SchemaAttributes: [{ Name: 'email', Required: true }] } })
  const UserAttributes = [{ Name: 'custom:role', Value: 'admin' }]

  await expect(engine.sdk.send(new SignUpCommand({ ...ada, UserAttributes }))).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message:
      'Attributes did not conform to the schema: email: The attribute is required\n' +
      'custom:role: Attribute does not exist in the schema.\n',
  })
})

test.each([
  [{ StringAttributeConstraints: { MinLength: '3' } }, 'it', 'its'],
  [{ StringAttributeConstraints: { MaxLength: '3' } }, 'item', 'its'],
  [{ AttributeDataType: 'Number' as const }, 'three', '3'],
  [{ AttributeDataType: 'Number' as const }, '0x3', '-3.5'],
  [{ AttributeDataType: 'Number' as const }, 'Infinity', '3'],
  [{ AttributeDataType: 'Number' as const, NumberAttributeConstraints: { MinValue: '3' } }, '2', '3'],
  [{ AttributeDataType: 'Number' as const, NumberAttributeConstraints: { MaxValue: '3' } }, '4', '3'],
])('refuses under %o the value %s and takes %s', async (constraints, refused, taken) => {
  await using engine = await startEngine({
    pool: { SchemaAttributes: [{ Name: 'custom:level', ...constraints }] },
    client: { WriteAttributes: ['custom:level'] },
  })
  const attempt = (Value: string) =>
    engine.sdk.send(new SignUpCommand({ ...ada, UserAttributes: [{ Name: 'custom:level', Value }] }))

  await expect(attempt(refused)).rejects.toMatchObject({ name: 'InvalidParameterException' })
  await expect(attempt(taken)).resolves.toMatchObject({ UserConfirmed: false })
})

test.each(['ada', 'ada@', 'ada@example', 'a da@example.test'])('refuses the address %s', async address => {
  await using engine = await startEngine()
  await expect(engine.signUp('ada', { email: address })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  })
})

test('lets a client write what it lists, and never a verified flag', async () => {
  const role = { Name: 'custom:role', Value: 'admin' }
  const SchemaAttributes = [{ Name: 'custom:role', AttributeDataType: 'String' as const }]
  await using unlisted = await startEngine({ pool: { SchemaAttributes } })
  await using listed = await startEngine({
    pool: { SchemaAttributes },
    client: { WriteAttributes: ['custom:role'] },
  })
  const refusal = {
    name: 'NotAuthorizedException',
    message: 'A client attempted to write unauthorized attribute',
  }
  const withAttributes = (UserAttributes: { Name: string; Value: string }[]) =>
    new SignUpCommand({ ...ada, UserAttributes })

  await expect(unlisted.sdk.send(withAttributes([role]))).rejects.toMatchObject(refusal)
  await expect(listed.sdk.send(withAttributes(email('ada@example.test')))).rejects.toMatchObject(refusal)
  await expect(
    listed.sdk.send(withAttributes([{ Name: 'email_verified', Value: 'true' }])),
  ).rejects.toMatchObject(refusal)
  await expect(listed.sdk.send(withAttributes([role]))).resolves.toMatchObject({ UserConfirmed: false })
})

test('wants the secret hash of a client with a secret', async () => {
  const secret = 'a-secret-of-thirty-two-characters'
  await using engine = await startEngine({ client: { ClientSecret: secret } })
  const attempt = (SecretHash?: string) => engine.sdk.send(new SignUpCommand({ ...ada, SecretHash }))

  await expect(attempt()).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await expect(attempt(secretHash(secret, 'eve'))).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: `Unable to verify secret hash for client ${ClientId}`,
  })
  await expect(attempt(secretHash(secret, 'ada'))).resolves.toMatchObject({ UserConfirmed: false })
})

test('gives a session only to a client of USER_AUTH', async () => {
  await using engine = await startEngine({ client: { ExplicitAuthFlows: ['ALLOW_USER_AUTH'] } })
  const { Session } = await engine.signUp()
  expect(Session?.length).toBeGreaterThanOrEqual(20)
  expect(Session?.length).toBeLessThanOrEqual(2048)
})

test('leaves no user behind when it fails half-way', async () => {
  const codes: string[] = []
  const newCode = () => {
    const code = codes.pop()
    if (code === undefined) throw new Error('There are no codes left.')
    return code
  }
  await using engine = await startEngine({ newCode })
  await expect(engine.signUp()).rejects.toMatchObject({ name: 'InternalErrorException' })
  codes.push('123456')

  await expect(engine.signUp()).resolves.toMatchObject({ UserConfirmed: false })
  expect(engine.errors).toEqual([new Error('There are no codes left.')])
  expect(engine.announced).toHaveLength(1)
})

test('does not know a client that no pool has', async () => {
  await using engine = await startEngine()
  await expect(engine.sdk.send(new SignUpCommand({ ...ada, ClientId: 'unknown' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'User pool client unknown does not exist.',
  })
})

test.each(['', 'ada', 'ada@localhost', 'a\u0000da@example.test', '\ud800@example.test'])(
  'refuses the address %j',
  async Value => {
    await using engine = await startEngine()
    const UserAttributes = [{ Name: 'email', Value }]
    await expect(engine.sdk.send(new SignUpCommand({ ...ada, UserAttributes }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    })
    expect(engine.cognito.messages()).toEqual([])
  },
)

test("refuses the sub of another user as a username, for it leads to that user's account", async () => {
  await using engine = await startEngine()
  const { UserSub = '' } = await engine.signUp('ada')
  for (const name of [UserSub, UserSub.toUpperCase()]) {
    await expect(engine.signUp(name)).rejects.toMatchObject({ name: 'UsernameExistsException' })
  }
})

test('creates a name once for two who come at the same time', async () => {
  await using engine = await startEngine()
  const results = await Promise.allSettled([engine.signUp('ada'), engine.signUp('ada')])
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { name: 'UsernameExistsException' },
  })
  expect(engine.cognito.messages()).toHaveLength(1)
})
