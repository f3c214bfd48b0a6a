/** AdminRespondToAuthChallenge: RespondToAuthChallenge for a server that holds credentials of AWS. */
import type { AdminRespondToAuthChallengeResponse } from '@aws-sdk/client-cognito-identity-provider'
import { type RespondServices, respond } from '../authentication/respond.ts'
import type { Services } from '../services.ts'
import * as field from '../wire/fields.ts'
import { type Input, required } from '../wire/shape.ts'
import { administeredClient } from './administered.ts'

export const adminRespondToAuthChallengeShape = {
  UserPoolId: required(field.userPoolId),
  ClientId: required(field.clientId),
  ChallengeName: required(field.challengeName),
  ChallengeResponses: field.map,
  ClientMetadata: field.map,
  Session: field.session,
}

type AdminRespondToAuthChallengeInput = Input<typeof adminRespondToAuthChallengeShape>

export const adminRespondToAuthChallenge =
  (services: RespondServices & Pick<Services, 'directory'>) =>
  async (input: AdminRespondToAuthChallengeInput): Promise<AdminRespondToAuthChallengeResponse> => {
    const { ChallengeName, ChallengeResponses: responses = {}, ClientMetadata, Session } = input
    const client = administeredClient(services, input)
    // Unlike the app's, an administrator's reaches CustomMessage too.
    const metadata = { answer: ClientMetadata, message: ClientMetadata }
    return respond(services, ChallengeName, { client, responses, metadata, session: Session })
  }
