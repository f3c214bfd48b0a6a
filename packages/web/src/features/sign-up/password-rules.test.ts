import { NewPassword } from '@latchkey/core/rules'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { passwordRules } from './password-rules.ts'

test.each([
  [''],
  ['short'],
  ['eleven-char'],
  ['twelve-chars'],
  ['with a space in it'],
  [' leading-space'],
  ['tab\tin-the-middle'],
  ['🗝️🗝️🗝️🗝️🗝️🗝️'],
  ['ключ-от-двери'],
])('every rule is ticked for %j exactly when the password would be taken', password => {
  expect(passwordRules.every(rule => rule.isMet(password))).toBe(v.is(NewPassword, password))
})
