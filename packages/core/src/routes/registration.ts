/** A new account, and the code that proves its address. */
import * as v from 'valibot'
import { Delivery, endpoint, Session } from '../endpoint.ts'
import { Code } from '../rules/code.ts'
import { Email } from '../rules/email.ts'
import { NewPassword } from '../rules/new-password.ts'
import { Username } from '../rules/username.ts'

export const signUp = endpoint({
  method: 'POST',
  path: '/sign-up',
  access: 'public',
  status: 201,
  body: v.strictObject({ username: Username, email: Email, password: NewPassword }),
  reply: v.strictObject({
    /** Absent where the account exists now and its code could not be sent. */
    delivery: v.optional(Delivery),
  }),
})

/** Signs the browser in at once that signed up: there `session` comes along. */
export const confirm = endpoint({
  method: 'POST',
  path: '/confirm',
  access: 'public',
  status: 200,
  body: v.strictObject({ username: Username, code: Code }),
  reply: v.strictObject({ confirmed: v.literal(true), session: v.optional(Session) }),
})

export const resendCode = endpoint({
  method: 'POST',
  path: '/resend-code',
  access: 'public',
  status: 200,
  body: v.strictObject({ username: Username }),
  reply: v.strictObject({ delivery: Delivery }),
})
