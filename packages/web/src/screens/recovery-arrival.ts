import * as v from 'valibot'
import { arrival } from './arrival.ts'

const RecoveryArrival = v.object({
  identifier: v.optional(v.string()),
  isCodeSent: v.optional(v.boolean()),
})

export type RecoveryArrival = v.InferOutput<typeof RecoveryArrival>

export const recoveryArrival = arrival(RecoveryArrival)
