import * as v from 'valibot'
import { identifierMissing, identifierSpaces, identifierTooLong } from '../sentences/identifier.ts'
import { identifierMaxLength } from './limits.ts'

/** What a person signs in with: a username or an email address. Only its form is checked, never its existence. */
export const Identifier = v.pipe(
  v.string(identifierMissing),
  v.nonEmpty(identifierMissing),
  v.maxLength(identifierMaxLength, identifierTooLong),
  v.regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u, identifierSpaces),
)
