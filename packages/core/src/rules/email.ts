import * as v from 'valibot'
import { emailIncomplete, emailMissing, emailTooLong } from '../sentences/email.ts'
import { identifierMaxLength } from './limits.ts'

/** An address that a person can sign in with. */
export const Email = v.pipe(
  v.string(emailMissing),
  v.nonEmpty(emailMissing),
  v.maxLength(identifierMaxLength, emailTooLong),
  v.email(emailIncomplete),
)
