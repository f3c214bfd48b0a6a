/** What a pool's functions are told of a sign-up, and what becomes of it by their answers. */
import {
  ConfirmSignUpCommand,
  GetUserCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import type {
  CustomMessageTriggerEvent,
  PostConfirmationTriggerEvent,
  PreSignUpTriggerEvent,
} from 'aws-lambda'
import { expect, test } from 'vitest'
import { ClientId, emailDesign, Password, startEngine } from '../testing/engine.ts'
import { common, poolFunctions, refuse } from '../testing/pool-functions.ts'

const email = { Name: 'email', Value: 'ada@example.test' }
const ada = { ClientId, Username: 'ada', Password, UserAttributes: [email] }
const ClientMetadata = { campaign: 'spring' }
const refused = { name: 'UserLambdaValidationException', $metadata: { httpStatusCode: 400 } }

type Functions = Parameters<typeof poolFunctions>[0]

async function engineWith(
  functions: Functions,
  settings: NonNullable<Parameters<typeof startEngine>[0]> = {},
) {
  const { events, invoke, LambdaConfig } = poolFunctions(functions)
  const engine = await startEngine({ ...settings, invoke, pool: { ...settings.pool, LambdaConfig } })
  return { ...engine, events }
}

type Engine = Awaited<ReturnType<typeof engineWith>>

async function attributesOf(engine: Engine, name = 'ada') {
  const { AuthenticationResult } = await engine.signIn(name)
  const { UserAttributes = [] } = await engine.sdk.send(
    new GetUserCommand({ AccessToken: AuthenticationResult?.AccessToken }),
  )
  return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]).slice(1))
}

test('PreSignUp is told who signs up and with what', async () => {
  await using engine = await engineWith({ PreSignUp: () => undefined })
  await engine.sdk.send(
    new SignUpCommand({ ...ada, ValidationData: [{ Name: 'captcha', Value: 'x7' }], ClientMetadata }),
  )
  const expected: PreSignUpTriggerEvent = {
    ...common,
    triggerSource: 'PreSignUp_SignUp',
    userName: 'ada',
    request: {
      userAttributes: { email: 'ada@example.test' },
      validationData: { captcha: 'x7' },
      clientMetadata: ClientMetadata,
    },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  }
  expect(engine.events).toEqual([expected])
})

test('PreSignUp knows a user by their id where the address is the username', async () => {
  await using engine = await engineWith({ PreSignUp: () => undefined }, { pool: emailDesign })
  const { UserSub } = await engine.signUp('ada@example.test')
  expect(engine.events).toMatchObject([
    { userName: UserSub, request: { userAttributes: { email: 'ada@example.test' } } },
  ])
})

test('PreSignUp may refuse, and nothing is stored then', async () => {
  let isRefusing = true
  await using engine = await engineWith({ PreSignUp: () => (isRefusing ? refuse() : undefined) })
  await expect(engine.signUp('ada')).rejects.toMatchObject(refused)
  expect(engine.cognito.messages()).toEqual([])
  isRefusing = false
  await expect(engine.signUp('ada')).resolves.toMatchObject({ UserConfirmed: false })
})

test('PreSignUp is not asked about a name that is taken', async () => {
  await using engine = await engineWith({ PreSignUp: () => undefined })
  await engine.signUp('ada')
  await expect(engine.signUp('ada')).rejects.toMatchObject({ name: 'UsernameExistsException' })
  expect(engine.events).toHaveLength(1)
})

test('PreSignUp may confirm the user, of which PostConfirmation is told', async () => {
  await using engine = await engineWith({
    PreSignUp: () => ({ autoConfirmUser: true }),
    PostConfirmation: () => undefined,
  })

  const { $metadata, ...answer } = await engine.sdk.send(new SignUpCommand({ ...ada, ClientMetadata }))

  expect(answer).toEqual({ UserConfirmed: true, UserSub: expect.any(String) })
  expect(engine.cognito.messages()).toEqual([])
  const expected: PostConfirmationTriggerEvent = {
    ...common,
    triggerSource: 'PostConfirmation_ConfirmSignUp',
    userName: 'ada',
    request: {
      userAttributes: {
        sub: answer.UserSub ?? '',
        'cognito:user_status': 'CONFIRMED',
        email: 'ada@example.test',
        email_verified: 'false',
      },
      clientMetadata: ClientMetadata,
    },
    response: {},
  }
  expect(engine.events[1]).toEqual(expected)
  expect(await attributesOf(engine)).toMatchObject({ email_verified: 'false' })
})

test('PreSignUp may verify the address, which is taken over from whoever had it', async () => {
  await using engine = await engineWith({
    PreSignUp: ({ userName }) =>
      userName === 'eve' ? { autoConfirmUser: true, autoVerifyEmail: true } : undefined,
  })
  await engine.confirmedUser('ada')
  await engine.signUp('eve')
  expect(await attributesOf(engine, 'eve')).toEqual({ email: 'ada@example.test', email_verified: 'true' })
  expect(await attributesOf(engine, 'ada')).toEqual({ email: 'ada@example.test', email_verified: 'false' })
  expect(await attributesOf(engine, 'ada@example.test')).toMatchObject({ email_verified: 'true' })
})

test('PreSignUp may verify a phone number', async () => {
  await using engine = await engineWith({
    PreSignUp: () => ({ autoConfirmUser: true, autoVerifyPhone: true }),
  })
  const UserAttributes = [{ Name: 'phone_number', Value: '+4930123456' }]
  await engine.sdk.send(new SignUpCommand({ ...ada, UserAttributes }))
  expect(await attributesOf(engine)).toEqual({
    phone_number: '+4930123456',
    phone_number_verified: 'true',
  })
})

test.each([
  { autoConfirmUser: true, autoVerifyEmail: true },
  { autoConfirmUser: true, autoVerifyPhone: true },
  { autoConfirmUser: 'no' },
])('PreSignUp cannot answer %o for a user without an address and a phone number', async response => {
  await using engine = await engineWith({ PreSignUp: () => response })
  await expect(engine.sdk.send(new SignUpCommand({ ...ada, UserAttributes: [] }))).rejects.toMatchObject({
    name: 'InvalidLambdaResponseException',
    message: 'Unrecognizable lambda output',
    $metadata: { httpStatusCode: 400 },
  })
  await expect(engine.signIn('ada')).rejects.toMatchObject({ name: 'NotAuthorizedException' })
})

test('a verified address of a user who is not confirmed still gets a code', async () => {
  await using engine = await engineWith({ PreSignUp: () => ({ autoVerifyEmail: true }) })
  expect(await engine.signUp('ada')).toMatchObject({
    UserConfirmed: false,
    CodeDeliveryDetails: { Destination: 'a***@e***' },
  })
  await engine.confirm('ada')
  expect(await attributesOf(engine)).toMatchObject({ email_verified: 'true' })
})

test('PostConfirmation is told of a confirmation, and comes too late to refuse it', async () => {
  await using engine = await engineWith({ PostConfirmation: refuse })
  const { UserSub = '' } = await engine.signUp('ada')

  await expect(
    engine.sdk.send(
      new ConfirmSignUpCommand({
        ClientId,
        Username: 'ada',
        ConfirmationCode: engine.latestCode(),
        ClientMetadata,
      }),
    ),
  ).rejects.toMatchObject(refused)

  const expected: PostConfirmationTriggerEvent = {
    ...common,
    triggerSource: 'PostConfirmation_ConfirmSignUp',
    userName: 'ada',
    request: {
      userAttributes: {
        sub: UserSub,
        'cognito:user_status': 'CONFIRMED',
        email: 'ada@example.test',
        email_verified: 'true',
      },
      clientMetadata: ClientMetadata,
    },
    response: {},
  }
  expect(engine.events).toEqual([expected])
  await expect(engine.signIn('ada')).resolves.toHaveProperty('AuthenticationResult')
})

test('PostConfirmation hears nothing of a code that was wrong', async () => {
  await using engine = await engineWith({ PostConfirmation: () => undefined })
  await engine.signUp('ada')
  await expect(engine.confirm('ada', '-')).rejects.toMatchObject({ name: 'CodeMismatchException' })
  expect(engine.events).toEqual([])
})

test.each([
  [
    'CustomMessage_SignUp',
    (engine: Engine) => engine.sdk.send(new SignUpCommand({ ...ada, ClientMetadata })),
  ],
  [
    'CustomMessage_ResendCode',
    async (engine: Engine) => {
      await engine.signUp('ada')
      return engine.sdk.send(new ResendConfirmationCodeCommand({ ClientId, Username: 'ada', ClientMetadata }))
    },
  ],
] as const)('%s words the message', async (triggerSource, act) => {
  await using engine = await engineWith(
    { CustomMessage: () => ({ emailSubject: 'Welcome', emailMessage: 'Type {####}' }) },
    { newCode: () => '424242' },
  )

  await act(engine)

  const event = engine.events.at(-1) as CustomMessageTriggerEvent
  const expected: CustomMessageTriggerEvent = {
    ...common,
    triggerSource,
    userName: 'ada',
    request: {
      userAttributes: {
        sub: expect.any(String),
        'cognito:user_status': 'UNCONFIRMED',
        email: 'ada@example.test',
        email_verified: 'false',
      },
      codeParameter: '{####}',
      linkParameter: '{##Click Here##}',
      usernameParameter: null,
      clientMetadata: ClientMetadata,
    },
    response: { smsMessage: null, emailMessage: null, emailSubject: null },
  }
  expect(event).toEqual(expected)
  expect(engine.cognito.messages()[0]).toMatchObject({ subject: 'Welcome', body: 'Type 424242' })
})

test('a message that fails leaves no user behind', async () => {
  let isRefusing = true
  await using engine = await engineWith({ CustomMessage: () => (isRefusing ? refuse() : undefined) })
  await expect(engine.signUp('ada')).rejects.toMatchObject(refused)
  isRefusing = false
  await expect(engine.signUp('ada')).resolves.toBeDefined()
})
