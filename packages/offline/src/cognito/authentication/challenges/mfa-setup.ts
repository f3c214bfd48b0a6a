/**
 * MFA_SETUP: a second factor for someone who has none where the pool demands
 * one. An authenticator app has been associated and verified by the time of
 * the answer; an address comes with it, and gets a code.
 */
import { checkSchema, checkWritable } from '../../rules/attributes.ts'
import { invalidParameter, invalidSession } from '../../rules/failures.ts'
import { openText } from '../../rules/open-texts.ts'
import { switchedOn } from '../../second-factors.ts'
import type { User } from '../../store/users.ts'
import { type Answer, type OpenedSession, openUserSession } from '../answer.ts'
import { challengeByEmail } from '../email-code.ts'
import { secondFactors } from '../factors.ts'
import { type NextStepServices, proceed } from '../next-step.ts'
import type { Proof } from '../proof.ts'

export async function answerMfaSetup(services: NextStepServices, answer: Answer) {
  const opened = openUserSession(services, answer, 'MFA_SETUP')
  const { attempt, state, use } = opened
  const { EMAIL: email } = answer.responses
  const proof = state.proof as Proof
  if (email && attempt.client.pool.mfa.email) return setUpEmail(services, opened, proof, email)
  if (!state.softwareTokenVerified) throw invalidParameter(openText.nothingSetUp)

  const proven: Proof = { ...proof, secondFactor: 'SOFTWARE_TOKEN_MFA' }
  return proceed(services, attempt, proven, user => {
    use()
    if (!services.softwareTokens.isVerified(user.sub)) throw invalidSession()
    return services.users.change(user, { mfa: switchedOn(user, 'SOFTWARE_TOKEN_MFA') })
  })
}

/**
 * The address becomes the user's with the code that goes to it. Not for someone
 * who has a second factor by now: that would have been asked for.
 */
async function setUpEmail(
  services: NextStepServices,
  { attempt, use }: OpenedSession<User>,
  proof: Proof,
  email: string,
) {
  const { client, user } = attempt
  const attributes = { ...user.attributes, email, email_verified: 'false' }
  checkSchema(client.pool.schema, attributes)
  checkWritable(client.mayWrite, { email })
  return challengeByEmail(services, { ...attempt, user: { ...user, attributes } }, proof, now => {
    use()
    if (secondFactors(services, client.pool, now).length > 0) throw invalidSession()
    return { ...now, attributes: { ...now.attributes, email, email_verified: 'false' } }
  })
}
