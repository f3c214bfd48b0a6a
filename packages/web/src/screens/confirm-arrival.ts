import { Username } from '@latchkey/core/rules/username'
import * as v from 'valibot'
import { arrival } from './arrival.ts'

const ConfirmArrival = v.object({
  username: v.optional(Username),
  destination: v.optional(v.string()),
  because: v.optional(v.picklist(['not-confirmed', 'code-not-sent', 'delivery-failed'])),
})

export type ConfirmArrival = v.InferOutput<typeof ConfirmArrival>

export const confirmArrival = arrival(ConfirmArrival)
