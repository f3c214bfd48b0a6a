import * as v from 'valibot'

export const codeLength = 6

/** The code from a message. */
export const Code = v.pipe(
  v.string('Enter the code.'),
  v.nonEmpty('Enter the code.'),
  v.regex(new RegExp(`^[0-9]{${codeLength}}$`), `Enter the ${codeLength} digits of the code.`),
)
