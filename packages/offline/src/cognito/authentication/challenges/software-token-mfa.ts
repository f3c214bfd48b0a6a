import { ServiceError } from '../../errors.ts'
import { openText } from '../../rules/open-texts.ts'
import { type Answer, openUserSession } from '../answer.ts'
import { parameter } from '../attempt.ts'
import { type NextStepServices, proceed } from '../next-step.ts'
import type { Proof } from '../proof.ts'

/** A code of the authenticator app, each good for once. */
export async function answerSoftwareToken(services: NextStepServices, answer: Answer) {
  const { attempt, state, use, trying } = openUserSession(services, answer, 'SOFTWARE_TOKEN_MFA')
  const code = parameter(answer.responses, 'SOFTWARE_TOKEN_MFA_CODE')
  const proof: Proof = { ...(state.proof as Proof), secondFactor: 'SOFTWARE_TOKEN_MFA' }
  return trying(() =>
    proceed(services, attempt, proof, user => {
      use()
      checkCode(services, user.sub, code)
      return user
    }),
  )
}

function checkCode({ softwareTokens }: Pick<NextStepServices, 'softwareTokens'>, sub: string, code: string) {
  const outcome = softwareTokens.isVerified(sub) ? softwareTokens.verifyCode(sub, code) : 'none'
  switch (outcome) {
    case 'ok':
      return
    case 'mismatch':
      throw new ServiceError('CodeMismatchException', openText.softwareTokenMismatch)
    case 'used':
      throw new ServiceError('ExpiredCodeException', 'Your software token has already been used once.')
    case 'none':
      throw new ServiceError('SoftwareTokenMFANotFoundException', openText.softwareTokenGone)
  }
}
