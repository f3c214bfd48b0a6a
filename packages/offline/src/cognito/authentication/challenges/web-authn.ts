import { incorrectCredentials } from '../../rules/failures.ts'
import { type Answer, openUserSession } from '../answer.ts'
import { current, parameter } from '../attempt.ts'
import { type NextStepServices, proceed } from '../next-step.ts'

/** The assertion of a passkey. The challenge in it is good for one answer, right or wrong. */
export async function answerWebAuthn(services: NextStepServices, answer: Answer) {
  const { attempt, state, use } = openUserSession(services, answer, 'WEB_AUTHN')
  const credential = credentialOf(parameter(answer.responses, 'CREDENTIAL'))
  services.transaction(use)
  await services.passkeys.verifyAssertion(
    attempt.client.pool,
    attempt.user,
    state.challenge as string,
    credential,
  )
  const present = { ...attempt, user: current(services, attempt) }
  return proceed(services, present, { firstFactor: 'WEB_AUTHN' }, user => user)
}

function credentialOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw incorrectCredentials()
  }
}
