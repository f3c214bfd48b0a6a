import { invalidParameter } from '../../rules/failures.ts'
import { openText } from '../../rules/open-texts.ts'
import { type Answer, openUserSession } from '../answer.ts'
import { parameter } from '../attempt.ts'
import { secondFactors } from '../factors.ts'
import { ask, type NextStepServices } from '../next-step.ts'
import type { Proof } from '../proof.ts'

/** Which of several second factors it shall be. */
export async function answerMfaType(services: NextStepServices, answer: Answer) {
  const { attempt, state, use } = openUserSession(services, answer, 'SELECT_MFA_TYPE')
  const choice = parameter(answer.responses, 'ANSWER')
  const factors = secondFactors(services, attempt.client.pool, attempt.user)
  const chosen = factors.find(factor => factor === choice)
  if (!chosen) throw invalidParameter(openText.challengeNotAvailable)
  return ask(services, attempt, chosen, state.proof as Proof, user => {
    use()
    return user
  })
}
