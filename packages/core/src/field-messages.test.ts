import * as v from 'valibot'
import { expect, test } from 'vitest'
import { contract } from './contract.ts'
import { fieldMessages } from './field-messages.ts'

const messagesFor = (body: unknown) => {
  const { issues } = v.safeParse(contract.signUp.body, body)
  return fieldMessages(issues ?? [])
}

test('each field has the first thing that is wrong with it', () => {
  expect(messagesFor({ username: '', email: 'ada@example.test', password: 'short' })).toEqual({
    username: 'Enter a username.',
    password: 'Use at least 12 characters.',
  })
})

test('what is right has no messages', () => {
  expect(
    messagesFor({ username: 'ada', email: 'ada@example.test', password: 'correct-horse-battery' }),
  ).toEqual({})
})

test('keys that every object has are fields like any other', () => {
  const body = JSON.parse(
    '{"username":"ada","email":"ada@example.test","password":"correct-horse-battery","constructor":1}',
  )
  expect(messagesFor(body)).toEqual({ constructor: 'This field is not known here.' })
})
