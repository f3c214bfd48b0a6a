import {
  AdminCreateUserCommand,
  type AdminCreateUserCommandInput,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { Password, poolId, startEngine } from '../testing/engine.ts'
import { common, poolFunctions } from '../testing/pool-functions.ts'

type Engine = Awaited<ReturnType<typeof startEngine>>

const email = { Name: 'email', Value: 'ada@example.test' }
const phone = { Name: 'phone_number', Value: '+491701234567' }

async function create({ sdk }: Engine, input: Partial<AdminCreateUserCommandInput> = {}) {
  const { User } = await sdk.send(
    new AdminCreateUserCommand({ UserPoolId: poolId, Username: 'ada', UserAttributes: [email], ...input }),
  )
  return User
}

const usersOf = async ({ sdk }: Engine) =>
  (await sdk.send(new ListUsersCommand({ UserPoolId: poolId }))).Users ?? []

test('words the invitation as the pool does', async () => {
  const InviteMessageTemplate = { EmailSubject: 'Come in', EmailMessage: 'You: {username}. Key: {####}' }
  await using engine = await startEngine({ pool: { AdminCreateUserConfig: { InviteMessageTemplate } } })
  await create(engine, { TemporaryPassword: Password })
  expect(engine.cognito.messages()).toMatchObject([
    { subject: 'Come in', body: `You: ada. Key: ${Password}` },
  ])
})

test('does not send an invitation that lacks the password', async () => {
  const InviteMessageTemplate = { EmailMessage: 'Come in, {username}' }
  await using engine = await startEngine({ pool: { AdminCreateUserConfig: { InviteMessageTemplate } } })
  await create(engine)
  expect(engine.cognito.messages()).toEqual([])
})

test('asks the function of the pool for the words', async () => {
  const { events, invoke, LambdaConfig } = poolFunctions({
    CustomMessage: ({ request }) => ({
      emailSubject: 'Ours',
      emailMessage: `{username}: ${'codeParameter' in request && request.codeParameter}`,
      smsMessage: null,
    }),
  })
  await using engine = await startEngine({ invoke, pool: { LambdaConfig } })
  await create(engine, { TemporaryPassword: Password, ClientMetadata: { from: 'us' } })
  expect(events).toMatchObject([
    {
      ...common,
      callerContext: { clientId: 'CLIENT_ID_NOT_APPLICABLE' },
      triggerSource: 'CustomMessage_AdminCreateUser',
      userName: 'ada',
      request: { usernameParameter: '{username}', clientMetadata: { from: 'us' } },
    },
  ])
  expect(engine.cognito.messages()).toMatchObject([{ subject: 'Ours', body: `ada: ${Password}` }])
})

test.each<[string, Partial<AdminCreateUserCommandInput>]>([
  ['is told not to', { MessageAction: 'SUPPRESS' }],
  ['has nowhere to send to', { UserAttributes: [] }],
  ['is told not to, telephone or not', { MessageAction: 'SUPPRESS', UserAttributes: [email, phone] }],
])('sends no invitation when it %s', async (_, input) => {
  await using engine = await startEngine()
  await expect(create(engine, input)).resolves.toMatchObject({ UserStatus: 'FORCE_CHANGE_PASSWORD' })
  expect(engine.cognito.messages()).toEqual([])
})

test.each<Partial<AdminCreateUserCommandInput>>([
  { UserAttributes: [email, phone] },
  { UserAttributes: [email, phone], DesiredDeliveryMediums: ['SMS', 'EMAIL'] },
])('names an invitation by SMS as what it cannot send: %o', async input => {
  await using engine = await startEngine()
  await expect(create(engine, input)).rejects.toMatchObject({
    name: 'OfflineUnsupportedOperation',
    $metadata: { httpStatusCode: 501 },
  })
  expect(await usersOf(engine)).toEqual([])
  await create(engine, { ...input, DesiredDeliveryMediums: ['EMAIL'] })
  expect(engine.cognito.messages()).toHaveLength(1)
})

test('invites again with another password, and the one before is void', async () => {
  await using engine = await startEngine()
  const before = await create(engine)
  const first = engine.latestCode()
  engine.clock.advance({ minutes: 1 })

  const again = await create(engine, { MessageAction: 'RESEND' })

  expect(again).toEqual({ ...before, UserLastModifiedDate: new Date(engine.clock.now()) })
  expect(engine.cognito.messages()).toHaveLength(2)
  await expect(engine.signIn('ada', first)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await expect(engine.signIn('ada', engine.latestCode())).resolves.toMatchObject({
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
  })
})

test('invites again only who has not answered yet', async () => {
  await using engine = await startEngine()
  await expect(create(engine, { MessageAction: 'RESEND' })).rejects.toMatchObject({
    name: 'UserNotFoundException',
    message: 'User does not exist.',
    $metadata: { httpStatusCode: 400 },
  })
  await create(engine)
  await expect(create(engine, { MessageAction: 'RESEND', TemporaryPassword: 'short' })).rejects.toMatchObject(
    {
      name: 'InvalidPasswordException',
    },
  )
  await engine.sdk.send(
    new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username: 'ada', Password, Permanent: true }),
  )
  await expect(create(engine, { MessageAction: 'RESEND' })).rejects.toMatchObject({
    name: 'UnsupportedUserStateException',
    $metadata: { httpStatusCode: 400 },
  })
})

test('invites somebody again at the address that they have by then', async () => {
  const { invoke, LambdaConfig } = poolFunctions({
    CustomMessage: async ({ request }) => {
      if ('clientMetadata' in request && request.clientMetadata?.again) await move()
    },
  })
  await using engine = await startEngine({ invoke, pool: { LambdaConfig, AutoVerifiedAttributes: [] } })
  const move = () =>
    engine.sdk.send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId: poolId,
        Username: 'ada',
        UserAttributes: [{ Name: 'email', Value: 'ada@other.test' }],
      }),
    )
  await create(engine)

  await create(engine, { MessageAction: 'RESEND', ClientMetadata: { again: 'yes' } })

  expect(engine.cognito.messages().map(({ to }) => to)).toEqual(['ada@other.test', 'ada@example.test'])
})
