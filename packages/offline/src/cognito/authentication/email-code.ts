/** A code sent to the user's address, which they send back: a first factor, or a second one. */
import type { InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider'
import { emailDelivery, simulatedDelivery } from '../rules/delivery.ts'
import type { Services } from '../services.ts'
import type { User } from '../store/users.ts'
import { type Attempt, current } from './attempt.ts'
import { hasVerifiedEmail } from './factors.ts'
import { carried, type Proof } from './proof.ts'

type EmailServices = Pick<Services, 'messages' | 'newCode' | 'sessions' | 'transaction' | 'users'>

/**
 * The session keeps the code, the address that it went to and whether that has
 * been verified before; and, for a second factor, what was proven until then.
 */
export async function challengeByEmail(
  services: EmailServices,
  attempt: Attempt<User>,
  proof: Proof | undefined,
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
    const isSetUp = hasVerifiedEmail(user)
    const state = { ...(proof && carried(proof, user)), code, address, isSetUp }
    return {
      ChallengeName: 'EMAIL_OTP',
      Session: sessions.issue({ ...attempt, user }, 'EMAIL_OTP', state),
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
