/** A code sent to the user's address, which they send back: a first factor, or a second one. */
import type { InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider'
import { emailDelivery, simulatedDelivery } from '../rules/delivery.ts'
import type { Services } from '../services.ts'
import type { Session } from '../store/sessions.ts'
import type { User } from '../store/users.ts'
import { type Attempt, current } from './attempt.ts'

type EmailServices = Pick<Services, 'messages' | 'newCode' | 'sessions' | 'transaction' | 'users'>

/** The session keeps the code and the address that it went to, beside the state that is given. */
export async function challengeByEmail(
  services: EmailServices,
  attempt: Attempt<User>,
  state: Session['state'],
  settle: (user: User) => User,
): Promise<InitiateAuthResponse> {
  const { messages, newCode, sessions, transaction } = services
  const { client, user, metadata } = attempt
  const mail = await messages.compose({
    pool: client.pool,
    client,
    user,
    kind: 'Authentication',
    clientMetadata: metadata.message,
  })
  return transaction(() => {
    const user = settle(current(services, attempt))
    const code = newCode()
    const address = user.attributes.email ?? ''
    messages.send(client.pool, mail, address, code)
    return {
      ChallengeName: 'EMAIL_OTP',
      Session: sessions.issue({ ...attempt, user }, 'EMAIL_OTP', { ...state, code, address }),
      ChallengeParameters: parametersOf(emailDelivery(address)),
    }
  })
}

/** No code is right for a user who does not exist. */
export function simulateEmailCode(
  { sessions }: Pick<Services, 'sessions'>,
  attempt: Attempt<undefined>,
): InitiateAuthResponse {
  return {
    ChallengeName: 'EMAIL_OTP',
    Session: sessions.issue(attempt, 'EMAIL_OTP'),
    ChallengeParameters: parametersOf(simulatedDelivery(attempt.client.pool, attempt.username)),
  }
}

const parametersOf = ({ Destination = '' }: ReturnType<typeof emailDelivery>) => ({
  CODE_DELIVERY_DELIVERY_MEDIUM: 'EMAIL',
  CODE_DELIVERY_DESTINATION: Destination,
})
