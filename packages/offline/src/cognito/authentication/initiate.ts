/** The beginning of a sign-in, by the flow that the app has chosen. */
import type { AuthFlowType, InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider'
import { refreshTokenAuth } from '../operations/refresh-token-auth.ts'
import type { Services } from '../services.ts'
import { parameter } from './attempt.ts'
import { type BeginServices, begin, type Request } from './begin.ts'
import { type ChoiceServices, initiateChoice } from './choice.ts'
import { type CustomServices, initiateCustom } from './custom.ts'
import { withPassword } from './password.ts'
import { challengeBySrp, readClientKey } from './srp-challenge.ts'

export type InitiateServices = BeginServices & ChoiceServices & CustomServices & Pick<Services, 'directory'>

/** The client allows the flow: each operation has its own answer where it does not. */
export async function initiate(
  services: InitiateServices,
  flow: AuthFlowType,
  request: Request,
  session: string | undefined,
): Promise<InitiateAuthResponse> {
  switch (flow) {
    case 'ADMIN_NO_SRP_AUTH':
    case 'ADMIN_USER_PASSWORD_AUTH':
    case 'USER_PASSWORD_AUTH':
      return initiatePassword(services, request)
    case 'USER_SRP_AUTH':
      return initiateSrp(services, request)
    case 'USER_AUTH':
      return initiateChoice(services, request, session)
    case 'CUSTOM_AUTH':
      return initiateCustom(services, request)
    case 'REFRESH_TOKEN':
    case 'REFRESH_TOKEN_AUTH':
      return refreshTokenAuth(services)(request.client, request.parameters)
  }
}

async function initiatePassword(services: InitiateServices, request: Request) {
  parameter(request.parameters, 'USERNAME')
  const password = parameter(request.parameters, 'PASSWORD')
  const attempt = await begin(services, request, { password, needsPassword: true })
  return withPassword(services, attempt, password)
}

async function initiateSrp(services: InitiateServices, request: Request) {
  parameter(request.parameters, 'USERNAME')
  const clientKey = readClientKey(parameter(request.parameters, 'SRP_A'))
  // AWS does not find a user by `sub` here, though it does with a plain password.
  const attempt = await begin(services, request, { needsPassword: true, knowsSub: false })
  return challengeBySrp(services, attempt, clientKey, { name: 'USER_SRP_AUTH' })
}
