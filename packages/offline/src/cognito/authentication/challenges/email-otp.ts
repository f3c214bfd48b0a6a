import { ServiceError } from '../../errors.ts'
import type { Pool } from '../../pool.ts'
import { invalidSession } from '../../rules/failures.ts'
import { isSameText } from '../../rules/same-text.ts'
import { switchedOn } from '../../second-factors.ts'
import type { User } from '../../store/users.ts'
import { type Answer, openSession } from '../answer.ts'
import { parameter } from '../attempt.ts'
import { hasVerifiedEmail, secondFactors } from '../factors.ts'
import { type NextStepServices, proceed } from '../next-step.ts'
import type { Proof } from '../proof.ts'

/** Nothing for a user who does not exist: no code is right for them. */
type EmailState = { code?: string; address?: string; isSetUp?: boolean; proof?: Proof }

/** The code that went to the user's address, as a first factor or as a second one. */
export async function answerEmailCode(services: NextStepServices, answer: Answer) {
  const { attempt, state, use, trying } = openSession(services, answer, 'EMAIL_OTP')
  const sent = parameter(answer.responses, 'EMAIL_OTP_CODE')
  const { code, address, isSetUp, proof } = state as EmailState
  return trying(async () => {
    const { user } = attempt
    if (!user || code === undefined || address === undefined || !isSameText(sent, code)) {
      throw new ServiceError('CodeMismatchException', 'Invalid code or auth state for the user.')
    }
    const proven: Proof = proof ? { ...proof, secondFactor: 'EMAIL_OTP' } : { firstFactor: 'EMAIL_OTP' }
    return proceed(services, { ...attempt, user }, proven, now => {
      use()
      if (proof && !isSetUp) return setUp(services, attempt.client.pool, now, address)
      if (!hasVerifiedEmail(now) || now.attributes.email !== address) throw invalidSession()
      return now
    })
  })
}

/** The code proves an address that is set up on the way, unless something else has been meanwhile. */
function setUp(services: NextStepServices, pool: Pool, user: User, email: string) {
  const { users } = services
  if (secondFactors(services, pool, user).length > 0) throw invalidSession()
  const changed = users.changeAttributes(pool, user, { email, email_verified: 'true' })
  return users.change(changed, { mfa: switchedOn(changed, 'EMAIL_OTP') })
}
