import { expect, test } from 'vitest'
import { startEngine } from './testing/engine.ts'
import { poolFunctions } from './testing/pool-functions.ts'

test('stores the message and announces it', async () => {
  await using engine = await startEngine({ newCode: () => '123456' })

  await engine.signUp()

  const message = {
    to: 'ada@example.test',
    code: '123456',
    body: expect.stringContaining('123456'),
    kind: 'SignUp',
    sentAt: '2026-03-01T12:00:00.250Z',
  }
  expect(engine.cognito.messages()).toMatchObject([message])
  expect(engine.announced).toEqual(engine.cognito.messages())
})

test('lists messages newest first, and those to one address', async () => {
  await using engine = await startEngine()
  await engine.signUp('ada', { email: 'ada@example.test' })
  await engine.signUp('bob', { email: 'bob@example.test' })

  expect(engine.cognito.messages().map(message => message.to)).toEqual([
    'bob@example.test',
    'ada@example.test',
  ])
  expect(engine.cognito.messages({ to: 'ada@example.test' })).toHaveLength(1)
  expect(engine.cognito.messages({ to: 'eve@example.test' })).toEqual([])
})

test('words the message as the pool does', async () => {
  await using byTemplate = await startEngine({
    newCode: () => '123456',
    pool: {
      VerificationMessageTemplate: { EmailSubject: 'Welcome', EmailMessage: 'Type {####}, yes {####}.' },
    },
  })
  await using byMessage = await startEngine({
    newCode: () => '123456',
    pool: { EmailVerificationSubject: 'Hello', EmailVerificationMessage: 'It is {####}' },
  })

  await byTemplate.signUp()
  await byMessage.signUp()

  expect(byTemplate.cognito.messages()).toMatchObject([
    { subject: 'Welcome', body: 'Type 123456, yes 123456.' },
  ])
  expect(byMessage.cognito.messages()).toMatchObject([{ subject: 'Hello', body: 'It is 123456' }])
})

test('sends six digits', async () => {
  await using engine = await startEngine()
  await engine.signUp()
  expect(engine.latestCode()).toMatch(/^[0-9]{6}$/)
})

test.each([{ emailMessage: 7 }, { emailSubject: ['Hello'] }])(
  'sends nothing in the words %o',
  async words => {
    const { invoke, LambdaConfig } = poolFunctions({ CustomMessage: () => words })
    await using engine = await startEngine({ invoke, pool: { LambdaConfig } })
    await expect(engine.signUp()).rejects.toMatchObject({
      name: 'InvalidLambdaResponseException',
      message: 'Unrecognizable lambda output',
    })
    expect(engine.cognito.messages()).toEqual([])
  },
)
