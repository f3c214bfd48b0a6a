/** A password as the first factor, sent as it is. */
import type { InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider'
import { incorrectCredentials } from '../rules/failures.ts'
import { isPassword } from '../rules/passwords.ts'
import type { Services } from '../services.ts'
import { subjectOf } from '../store/subject.ts'
import { type Attempt, current } from './attempt.ts'
import { type NextStepServices, proceed } from './next-step.ts'
import { isSamePassword, refuseUnlessUsable } from './right-password.ts'

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
  const present = current(services, { ...attempt, user })
  return proceed(services, { ...attempt, user: present }, { firstFactor: 'PASSWORD' }, now => {
    use()
    if (!isSamePassword(now, user)) throw incorrectCredentials()
    return now
  })
}
