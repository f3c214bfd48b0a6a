/** Passwords that a pool does not take a second time from one person. */
import { ServiceError } from './errors.ts'
import type { Pool } from './pool.ts'
import { openText } from './rules/open-texts.ts'
import { isPassword } from './rules/passwords.ts'
import type { User, Users } from './store/users.ts'

/** Refuses the present password and as many before it as the pool remembers; none where it remembers none. */
export async function refuseRepeatedPassword(
  users: Pick<Users, 'formerPasswords'>,
  { passwordHistorySize }: Pool,
  user: User,
  password: string,
) {
  if (passwordHistorySize === 0) return
  const hashes = [user.password?.hash, ...users.formerPasswords(user, passwordHistorySize)]
  const matches = await Promise.all(hashes.map(hash => isPassword(password, hash)))
  if (matches.includes(true)) {
    throw new ServiceError('PasswordHistoryPolicyViolationException', openText.repeatedPassword)
  }
}
