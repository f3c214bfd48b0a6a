import * as v from 'valibot'
import {
  usernameCharacters,
  usernameMissing,
  usernameTooLong,
  usernameTooShort,
} from '../sentences/username.ts'
import { usernameLength } from './limits.ts'

/** A name that is public and permanent. No `@`, so that it can never pass for somebody's address. */
export const Username = v.pipe(
  v.string(usernameMissing),
  v.nonEmpty(usernameMissing),
  v.minLength(usernameLength.min, usernameTooShort),
  v.maxLength(usernameLength.max, usernameTooLong),
  v.regex(/^[A-Za-z0-9._-]+$/, usernameCharacters),
)
