import { ServiceError } from '../../errors.ts'
import type { Pool } from '../../pool.ts'
import { isSameText } from '../../rules/same-text.ts'
import type { Services } from '../../services.ts'
import type { User } from '../../store/users.ts'
import { type Answer, invalidSession, openSession } from '../answer.ts'
import { parameter } from '../attempt.ts'
import { type NextStepServices, type Proof, proceed } from '../next-step.ts'

/** The code that went to the user's address, as a first factor or as a second one. */
export async function answerEmailCode(services: NextStepServices, answer: Answer) {
  const { attempt, state, use, trying } = openSession(services, answer, 'EMAIL_OTP')
  const sent = parameter(answer.responses, 'EMAIL_OTP_CODE')
  const { code, address, proof } = state as { code?: string; address?: string; proof?: Proof }
  return trying(async () => {
    const { user } = attempt
    if (!user || code === undefined || !isSameText(sent, code)) {
      throw new ServiceError('CodeMismatchException', 'Invalid code or auth state for the user.')
    }
    const proven: Proof = proof ? { ...proof, hasSecondFactor: true } : { firstFactor: 'EMAIL_OTP' }
    return proceed(services, { ...attempt, user }, proven, now => {
      use()
      if (now.attributes.email !== address) throw invalidSession()
      return verified(services, attempt.client.pool, now)
    })
  })
}

/** The code proves the address too, where it was only set up on the way. */
function verified({ users }: Pick<Services, 'users'>, pool: Pool, user: User) {
  if (user.attributes.email_verified === 'true') return user
  const changed = users.changeAttributes(pool, user, { email_verified: 'true' })
  const enabled = [...new Set([...(changed.mfa.enabled ?? []), 'EMAIL_OTP' as const])]
  return users.change(changed, { mfa: { ...changed.mfa, enabled } })
}
