import * as v from 'valibot'
import { identifierMaxLength } from './identifier.ts'

/** An address that a person can sign in with. */
export const Email = v.pipe(
  v.string('Enter an email address.'),
  v.nonEmpty('Enter an email address.'),
  v.maxLength(identifierMaxLength, `Use an address of at most ${identifierMaxLength} characters.`),
  v.email('Enter a complete email address, like name@example.com.'),
)
