/** RespondToAuthChallenge: the next step of a sign-in, with the session of the step before it. */
import type { RespondToAuthChallengeResponse } from '@aws-sdk/client-cognito-identity-provider'
import { type RespondServices, respond } from '../authentication/respond.ts'
import type { Services } from '../services.ts'
import * as field from '../wire/fields.ts'
import { type Input, required } from '../wire/shape.ts'

export const respondToAuthChallengeShape = {
  ClientId: required(field.clientId),
  ChallengeName: required(field.challengeName),
  ChallengeResponses: field.map,
  ClientMetadata: field.map,
  Session: field.session,
}

type RespondToAuthChallengeInput = Input<typeof respondToAuthChallengeShape>

export const respondToAuthChallenge =
  (services: RespondServices & Pick<Services, 'directory'>) =>
  async (input: RespondToAuthChallengeInput): Promise<RespondToAuthChallengeResponse> => {
    const { ChallengeName, ChallengeResponses: responses = {}, ClientMetadata, Session } = input
    const client = services.directory.client(input.ClientId)
    const metadata = { answer: ClientMetadata }
    return respond(services, ChallengeName, { client, responses, metadata, session: Session })
  }
