import * as v from 'valibot'
import { arrival } from './arrival.ts'

const SignInArrival = v.object({
  identifier: v.optional(v.string()),
  because: v.optional(
    v.picklist(['confirmed', 'reset', 'expired', 'challenge-lost', 'signed-out', 'deleted']),
  ),
})

export type SignInArrival = v.InferOutput<typeof SignInArrival>

export const signInArrival = arrival(SignInArrival)
