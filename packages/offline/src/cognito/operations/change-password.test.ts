import { DatabaseSync } from 'node:sqlite'
import { ChangePasswordCommand, GetUserCommand } from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { databaseFile } from '../testing/database-file.ts'
import { Password } from '../testing/engine.ts'
import { signedInUser } from '../testing/signed-in-user.ts'

const NewPassword = 'Another-horse-8'
const incorrect = {
  name: 'NotAuthorizedException',
  message: 'Incorrect username or password.',
  $metadata: { httpStatusCode: 400 },
}

async function caller(settings: Parameters<typeof signedInUser>[0] = {}) {
  const user = await signedInUser(settings)
  const { engine, AccessToken } = user
  const change = (PreviousPassword: string | undefined, ProposedPassword = NewPassword) =>
    engine.sdk.send(new ChangePasswordCommand({ AccessToken, PreviousPassword, ProposedPassword }))
  return { ...user, change }
}

test('sets the new password, and leaves tokens good', async () => {
  await using user = await caller()
  const { engine, AccessToken, change } = user

  const { $metadata, ...answer } = await change(Password)

  expect(answer).toEqual({})
  await expect(engine.signIn('ada', NewPassword)).resolves.toHaveProperty('AuthenticationResult')
  await expect(engine.signIn('ada', Password)).rejects.toMatchObject(incorrect)
  await expect(engine.sdk.send(new GetUserCommand({ AccessToken }))).resolves.toBeDefined()
})

test.each(['Wrong-horse-7', undefined])('wants the present password, and not %s', async previous => {
  await using user = await caller()
  await expect(user.change(previous)).rejects.toMatchObject(incorrect)
  await expect(user.engine.signIn('ada', Password)).resolves.toBeDefined()
})

test('wants none of a user who has none', async () => {
  await using file = await databaseFile()
  await using user = await caller({ database: file.path })
  using administrator = new DatabaseSync(file.path)
  administrator.exec('update users set password_hash = null, srp = null')
  await expect(user.change(Password)).rejects.toMatchObject(incorrect)
  await user.change(undefined)
  await expect(user.engine.signIn('ada', NewPassword)).resolves.toBeDefined()
})

test('refuses a weak password', async () => {
  await using user = await caller()
  await expect(user.change(Password, 'short')).rejects.toMatchObject({
    name: 'InvalidPasswordException',
    message: 'Password did not conform with policy: Password not long enough',
    $metadata: { httpStatusCode: 400 },
  })
})

test('does not say of a password that it is weak or was used to who does not know the present one', async () => {
  const Policies = { PasswordPolicy: { MinimumLength: 12, PasswordHistorySize: 3 } }
  await using user = await caller({ pool: { Policies } })
  await expect(user.change('Wrong-horse-7', 'short')).rejects.toMatchObject(incorrect)
  await expect(user.change('Wrong-horse-7', Password)).rejects.toMatchObject(incorrect)
})

test.each([
  [0, { present: 'taken', former: 'taken', oneBefore: 'taken' }],
  [1, { present: 'refused', former: 'refused', oneBefore: 'taken' }],
  [2, { present: 'refused', former: 'refused', oneBefore: 'refused' }],
])('remembers %i former passwords: %o', async (PasswordHistorySize, expected) => {
  const Policies = { PasswordPolicy: { MinimumLength: 12, PasswordHistorySize } }
  const outcomeOf = async (proposed: string) => {
    await using user = await caller({ pool: { Policies } })
    await user.change(Password, 'Second-horse-2')
    await user.change('Second-horse-2', 'Third-horse-3')
    const attempt = user.change('Third-horse-3', proposed)
    return await attempt.then(
      () => 'taken',
      ({ name }) => (name === 'PasswordHistoryPolicyViolationException' ? 'refused' : name),
    )
  }
  expect({
    present: await outcomeOf('Third-horse-3'),
    former: await outcomeOf('Second-horse-2'),
    oneBefore: await outcomeOf(Password),
  }).toEqual(expected)
})

test('allows five attempts in an hour, refused ones too', async () => {
  await using user = await caller({ client: { AccessTokenValidity: 2 } })
  for (let attempt = 1; attempt <= 5; attempt++) {
    await expect(user.change('Wrong-horse-7')).rejects.toMatchObject(incorrect)
  }
  await expect(user.change(Password)).rejects.toMatchObject({
    name: 'LimitExceededException',
    message: 'Attempt limit exceeded, please try after some time.',
    $metadata: { httpStatusCode: 400 },
  })
  user.engine.clock.advance({ hours: 1 })
  await expect(user.change(Password)).resolves.toBeDefined()
})

test('lets one of two changes through that prove the same password at once', async () => {
  await using user = await caller()
  const outcomes = await Promise.allSettled([
    user.change(Password, 'Second-horse-2'),
    user.change(Password, 'Third-horse-3'),
  ])
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})
