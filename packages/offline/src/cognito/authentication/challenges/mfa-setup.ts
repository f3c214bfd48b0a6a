/**
 * MFA_SETUP: a second factor for someone who has none where the pool demands
 * one. An authenticator app has been associated and verified by the time of
 * the answer; an address comes with it, and gets a code.
 */
import type { Pool } from '../../pool.ts'
import { checkSchema, checkWritable } from '../../rules/attributes.ts'
import { invalidParameter } from '../../rules/failures.ts'
import { openText } from '../../rules/open-texts.ts'
import type { User } from '../../store/users.ts'
import { type Answer, invalidSession, type OpenedSession, openUserSession } from '../answer.ts'
import { challengeByEmail } from '../email-code.ts'
import { type NextStepServices, type Proof, proceed } from '../next-step.ts'

export async function answerMfaSetup(services: NextStepServices, answer: Answer) {
  const opened = openUserSession(services, answer, 'MFA_SETUP')
  const { attempt, state, use } = opened
  const { EMAIL: email } = answer.responses
  if (email && attempt.client.pool.mfa.email) return setUpEmail(services, opened, email)
  if (!state.softwareTokenVerified) throw invalidParameter(openText.nothingSetUp)

  const proof: Proof = { ...(state.proof as Proof), hasSecondFactor: true }
  return proceed(services, attempt, proof, user => {
    use()
    if (!services.softwareTokens.isVerified(user.sub)) throw invalidSession()
    const enabled = [...new Set([...(user.mfa.enabled ?? []), 'SOFTWARE_TOKEN_MFA' as const])]
    return services.users.change(user, { mfa: { ...user.mfa, enabled } })
  })
}

/** An address that is there already waits for its code; another one takes its place. */
async function setUpEmail(
  services: NextStepServices,
  { attempt, state, use }: OpenedSession<User>,
  email: string,
) {
  const { client, user } = attempt
  const attributes = { ...user.attributes, email, email_verified: 'false' }
  checkSchema(client.pool.schema, attributes)
  checkWritable(client.mayWrite, { email })
  const willBe: User = { ...user, attributes }
  return challengeByEmail(services, { ...attempt, user: willBe }, { proof: state.proof }, now => {
    use()
    return addressed(services, client.pool, now, email)
  })
}

function addressed({ users }: NextStepServices, pool: Pool, user: User, email: string) {
  if (user.attributes.email === email) return user
  return users.changeAttributes(pool, user, { email, email_verified: 'false' })
}
