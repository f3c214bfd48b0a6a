/** A password as the first factor, sent as it is. */
import type { InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider'
import type { Client } from '../client.ts'
import { ServiceError } from '../errors.ts'
import { incorrectCredentials, notAuthorized } from '../rules/failures.ts'
import { openText } from '../rules/open-texts.ts'
import { isPassword } from '../rules/passwords.ts'
import type { Services } from '../services.ts'
import { subjectOf } from '../store/subject.ts'
import type { User } from '../store/users.ts'
import type { Attempt } from './attempt.ts'
import { type NextStepServices, proceed } from './next-step.ts'

/** Refuses a wrong one, and any while the user is locked. A user who does not exist fails as one who does. */
export async function withPassword(
  services: NextStepServices & Pick<Services, 'clock' | 'lockout'>,
  attempt: Attempt,
  password: string,
  use: () => void = () => {},
): Promise<InitiateAuthResponse> {
  const { lockout } = services
  const { client, user, username } = attempt
  const subject = subjectOf(client.pool, user, username)
  lockout.refuseIfLocked(subject)

  const isRight = await isPassword(password, user?.password?.hash)
  // Attempts run side by side: while this one was hashed, another may have locked the user.
  lockout.refuseIfLocked(subject)
  if (!user || !isRight) {
    lockout.failed(subject)
    throw incorrectCredentials()
  }
  lockout.succeeded(subject)
  refuseUnlessUsable(services, client, user)
  return proceed(services, { ...attempt, user }, { firstFactor: 'PASSWORD' }, now => {
    use()
    if (!isSamePassword(now, user)) throw incorrectCredentials()
    return now
  })
}

/** A right password that does not let its owner in: one to be reset, or a temporary one that is too old. */
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

export function isSamePassword(one: User, other: User) {
  return (
    one.status === other.status &&
    Buffer.compare(one.password?.hash ?? Buffer.of(), other.password?.hash ?? Buffer.of()) === 0
  )
}
