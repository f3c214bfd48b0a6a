import * as v from 'valibot'
import { signInAgain } from '../sentences/account.ts'

/** What a sign-in of several steps has come to. Opaque; the functions know what is in it. */
export const ChallengeSession = v.pipe(
  v.string(signInAgain),
  v.nonEmpty(signInAgain),
  v.maxLength(4096, signInAgain),
)
