/** What is still asked of a password that has been proven. */
import type { Client } from '../client.ts'
import { ServiceError } from '../errors.ts'
import { incorrectCredentials, notAuthorized } from '../rules/failures.ts'
import { openText } from '../rules/open-texts.ts'
import type { Services } from '../services.ts'
import type { User } from '../store/users.ts'

/** Refuses one that does not let its owner in: it is to be reset, or a temporary one that is too old. */
export function refuseUnlessUsable({ clock }: Pick<Services, 'clock'>, client: Client, user: User) {
  const { hidesUsers, pool } = client
  const { status, password } = user
  if (status === 'RESET_REQUIRED') {
    throw hidesUsers
      ? incorrectCredentials()
      : new ServiceError('PasswordResetRequiredException', openText.resetRequired)
  }
  const ageMs = clock.now() - (password?.setAtMs ?? 0)
  if (status === 'FORCE_CHANGE_PASSWORD' && ageMs >= pool.temporaryPasswordMs) {
    throw notAuthorized(openText.temporaryPasswordExpired)
  }
}

/** Whether it is the same still, after something was waited for. */
export function isSamePassword(one: User, other: User) {
  return (
    one.status === other.status &&
    Buffer.compare(one.password?.hash ?? Buffer.of(), other.password?.hash ?? Buffer.of()) === 0
  )
}
