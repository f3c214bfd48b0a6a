import { unsupported } from '../errors.ts'
import { invalidParameter } from './failures.ts'
import { openText } from './open-texts.ts'

/** Cognito proves two attributes by a code; telephones are not run here. */
export function checkVerifiable(attribute: string) {
  if (attribute === 'phone_number') throw unsupported('Verification of a phone_number')
  if (attribute !== 'email') throw invalidParameter(openText.attributeNotVerifiable(attribute))
}
