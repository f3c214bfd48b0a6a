/** The end of a sign-in: everything is proven, and there are tokens. */
import type { InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider'
import type { Services } from '../services.ts'
import type { User } from '../store/users.ts'
import { type Attempt, current } from './attempt.ts'
import { postAuthentication } from './events.ts'

export type SignInServices = Pick<Services, 'signIns' | 'tokens' | 'transaction' | 'triggers' | 'users'>

/** In the transaction of a step: uses up what has led there. Takes and gives the user as they are. */
export type Settle = (user: User) => User

/** A function that refuses here leaves a sign-in behind whose tokens nobody has. */
export async function signIn(
  services: SignInServices,
  attempt: Attempt<User>,
  { isPasswordNew }: { isPasswordNew?: true },
  settle: Settle,
): Promise<InitiateAuthResponse> {
  const { client, metadata } = attempt
  const { user, begun } = services.transaction(() => {
    const user = settle(current(services, attempt))
    return { user, begun: services.signIns.begin(user, client) }
  })
  await postAuthentication(services, { ...attempt, user })
  const tokens = await services.tokens.issue(current(services, attempt), client, begun.signIn, {
    source: isPasswordNew ? 'TokenGeneration_NewPasswordChallenge' : 'TokenGeneration_Authentication',
    clientMetadata: metadata.answer,
  })
  return { ChallengeParameters: {}, AuthenticationResult: { ...tokens, RefreshToken: begun.refreshToken } }
}
