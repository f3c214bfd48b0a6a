import * as v from 'valibot'

/** What a sign-in of several steps has come to. Opaque; the functions know what is in it. */
export const ChallengeSession = v.pipe(
  v.string('Sign in again.'),
  v.nonEmpty('Sign in again.'),
  v.maxLength(4096, 'Sign in again.'),
)
