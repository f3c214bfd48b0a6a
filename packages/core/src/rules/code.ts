import * as v from 'valibot'
import { codeIncomplete, codeMissing } from '../sentences/code.ts'
import { codeLength } from './limits.ts'

/** The code from a message. */
export const Code = v.pipe(
  v.string(codeMissing),
  v.nonEmpty(codeMissing),
  v.regex(new RegExp(`^[0-9]{${codeLength}}$`), codeIncomplete),
)
