/**
 * InitiateAuth: begins a sign-in, which ends with tokens or goes on with a
 * challenge. Each flow is tried only where the client allows it.
 */
import type { InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider'
import { type InitiateServices, initiate } from '../authentication/initiate.ts'
import type { Client } from '../client.ts'
import { invalidParameter } from '../rules/failures.ts'
import * as field from '../wire/fields.ts'
import { type Input, required } from '../wire/shape.ts'

export const initiateAuthShape = {
  AuthFlow: required(field.authFlow),
  ClientId: required(field.clientId),
  AuthParameters: field.map,
  ClientMetadata: field.map,
  Session: field.session,
}

type InitiateAuthInput = Input<typeof initiateAuthShape>

export const initiateAuth =
  (services: InitiateServices) =>
  async (input: InitiateAuthInput): Promise<InitiateAuthResponse> => {
    const { AuthFlow, ClientId, AuthParameters: parameters = {}, ClientMetadata, Session } = input
    const client = services.directory.client(ClientId)
    checkFlow(client, AuthFlow)
    const metadata = { validation: ClientMetadata }
    return initiate(services, AuthFlow, { client, parameters, metadata }, Session)
  }

function checkFlow({ flows }: Client, flow: string) {
  if (flow.startsWith('ADMIN_')) throw invalidParameter('Initiate Auth method not supported.')
  if (!flows.has(flow === 'REFRESH_TOKEN' ? 'REFRESH_TOKEN_AUTH' : flow)) {
    throw invalidParameter(`${flow} flow not enabled for this client`)
  }
}
