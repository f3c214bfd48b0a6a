/**
 * AdminInitiateAuth: InitiateAuth for a server that holds credentials of AWS.
 * Passwords come by flows of its own, which the client has to allow.
 */
import type { AdminInitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider'
import { type InitiateServices, initiate } from '../authentication/initiate.ts'
import type { Client } from '../client.ts'
import { invalidParameter } from '../rules/failures.ts'
import { openText } from '../rules/open-texts.ts'
import * as field from '../wire/fields.ts'
import { type Input, required } from '../wire/shape.ts'
import { administeredClient } from './administered.ts'

export const adminInitiateAuthShape = {
  UserPoolId: required(field.userPoolId),
  ClientId: required(field.clientId),
  AuthFlow: required(field.authFlow),
  AuthParameters: field.map,
  ClientMetadata: field.map,
  Session: field.session,
}

type AdminInitiateAuthInput = Input<typeof adminInitiateAuthShape>

/** The flow that a client allows under another name. */
const allowedAs: Readonly<Record<string, string>> = {
  ADMIN_NO_SRP_AUTH: 'ADMIN_USER_PASSWORD_AUTH',
  REFRESH_TOKEN: 'REFRESH_TOKEN_AUTH',
}

export const adminInitiateAuth =
  (services: InitiateServices) =>
  async (input: AdminInitiateAuthInput): Promise<AdminInitiateAuthResponse> => {
    const { AuthFlow, AuthParameters: parameters = {}, ClientMetadata, Session } = input
    const client = administeredClient(services, input)
    checkFlow(client, AuthFlow)
    const metadata = { validation: ClientMetadata }
    return initiate(services, AuthFlow, { client, parameters, metadata }, Session)
  }

function checkFlow({ flows }: Client, flow: string) {
  if (flow === 'USER_PASSWORD_AUTH') throw invalidParameter('Initiate Auth method not supported.')
  // A client from before the ALLOW_ prefix names the old flow.
  if (!flows.has(flow) && !flows.has(allowedAs[flow] ?? flow)) {
    throw invalidParameter(openText.adminFlowNotAllowed)
  }
}
