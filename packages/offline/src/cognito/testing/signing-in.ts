/** The two operations of a sign-in, for tests. */
import {
  type AuthFlowType,
  type ChallengeNameType,
  type CognitoIdentityProviderClient,
  InitiateAuthCommand,
  type InitiateAuthResponse,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { ClientId, Password } from './engine.ts'

type More = { Session?: string | undefined; ClientMetadata?: Record<string, string>; ClientId?: string }

/** What a challenge is answered to: the whole answer of the step before. */
export type Asked = Pick<InitiateAuthResponse, 'ChallengeName' | 'ChallengeParameters' | 'Session'>

export function signingIn(sdk: CognitoIdentityProviderClient) {
  const initiate = (AuthFlow: AuthFlowType, AuthParameters: Record<string, string>, more: More = {}) =>
    sdk.send(new InitiateAuthCommand({ ClientId, AuthFlow, AuthParameters, ...more }))

  const respond = (
    { ChallengeName, Session }: Asked,
    ChallengeResponses: Record<string, string>,
    more: More = {},
  ) =>
    sdk.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName: ChallengeName as ChallengeNameType,
        Session,
        ChallengeResponses: { USERNAME: 'ada', ...ChallengeResponses },
        ...more,
      }),
    )

  return {
    initiate,
    respond,
    withPassword: (PASSWORD = Password, USERNAME = 'ada', more: More = {}) =>
      initiate('USER_PASSWORD_AUTH', { USERNAME, PASSWORD }, more),
  }
}
