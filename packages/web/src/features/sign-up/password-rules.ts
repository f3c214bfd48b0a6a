/** What `NewPassword` in core wants, one by one, to tick off while a person types. */
import { passwordLength } from '@latchkey/core/rules'
import type { PasswordRule } from '../../components/new-password-field.tsx'

export const passwordRules: readonly PasswordRule[] = [
  {
    label: `At least ${passwordLength.min} characters`,
    isMet: password => [...password].length >= passwordLength.min,
  },
  { label: 'No spaces', isMet: password => /^\S+$/.test(password) },
]
