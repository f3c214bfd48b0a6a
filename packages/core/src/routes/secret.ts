/** What the whole thing is about. */
import * as v from 'valibot'
import { endpoint } from '../endpoint.ts'

export const secret = endpoint({
  method: 'GET',
  path: '/secret',
  access: 'session',
  status: 200,
  reply: v.strictObject({ secret: v.string() }),
})
