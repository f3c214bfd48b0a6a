import { contract } from '@latchkey/core/contract'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { firstIssues } from './use-issues.ts'

const issuesOf = (body: unknown) => {
  const { issues } = v.safeParse(contract.signUp.body, body)
  return firstIssues(issues ?? [])
}

test('each field shows the first thing that is wrong with it', () => {
  expect(issuesOf({ username: '', email: 'ada@example.test', password: 'short' })).toEqual({
    username: 'Enter a username.',
    password: 'Use at least 12 characters.',
  })
})

test('a form without a fault shows nothing', () => {
  expect(issuesOf({ username: 'ada', email: 'ada@example.test', password: 'correct-horse-battery' })).toEqual(
    {},
  )
})
