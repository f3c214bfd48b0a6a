/** The way back in for who has forgotten the password. */
import * as v from 'valibot'
import { Delivery, endpoint } from '../endpoint.ts'
import { Code } from '../rules/code.ts'
import { Identifier } from '../rules/identifier.ts'
import { NewPassword } from '../rules/new-password.ts'

/** Answered alike for a name that nobody has. */
export const forgotPassword = endpoint({
  method: 'POST',
  path: '/forgot-password',
  access: 'public',
  status: 200,
  body: v.strictObject({ username: Identifier }),
  reply: v.strictObject({ delivery: Delivery }),
})

/** Ends every session of the account and starts none: a second factor is still asked for. */
export const resetPassword = endpoint({
  method: 'POST',
  path: '/reset-password',
  access: 'public',
  status: 204,
  body: v.strictObject({ username: Identifier, code: Code, password: NewPassword }),
})
