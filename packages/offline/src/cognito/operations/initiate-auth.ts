/**
 * InitiateAuth: exchanges proof of who someone is for tokens.
 *
 * Each flow is tried only where the client allows it. That a user is not
 * confirmed is told before the password is looked at, and does not count as a
 * failure; that is how AWS has it.
 */
import type { InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider'
import type { Client } from '../client.ts'
import { ServiceError, unsupported } from '../errors.ts'
import { incorrectCredentials, userDisabled } from '../rules/failures.ts'
import { openText } from '../rules/open-texts.ts'
import { isPassword } from '../rules/passwords.ts'
import { checkSecretHash } from '../rules/secret-hash.ts'
import type { Services } from '../services.ts'
import { subjectOf } from '../store/subject.ts'
import type { User } from '../store/users.ts'
import * as field from '../wire/fields.ts'
import { type Input, required } from '../wire/shape.ts'

export const initiateAuthShape = {
  AuthFlow: required(field.authFlow),
  ClientId: required(field.clientId),
  AuthParameters: field.map,
}

type InitiateAuthInput = Input<typeof initiateAuthShape>

type Parameters = Readonly<Record<string, string>>

export const initiateAuth =
  (services: Pick<Services, 'directory' | 'lockout' | 'tokens' | 'users'>) =>
  async ({ AuthFlow, ClientId, AuthParameters = {} }: InitiateAuthInput): Promise<InitiateAuthResponse> => {
    const client = services.directory.client(ClientId)
    checkFlow(client, AuthFlow)
    if (AuthFlow !== 'USER_PASSWORD_AUTH') throw unsupported(`InitiateAuth with ${AuthFlow}`)

    const user = await withPassword(services, client, AuthParameters)
    return { ChallengeParameters: {}, AuthenticationResult: await services.tokens.signIn(user, client) }
  }

function checkFlow({ flows }: Client, flow: string) {
  if (flow.startsWith('ADMIN_')) {
    throw new ServiceError('InvalidParameterException', 'Initiate Auth method not supported.')
  }
  if (!flows.has(flow === 'REFRESH_TOKEN' ? 'REFRESH_TOKEN_AUTH' : flow)) {
    throw new ServiceError('InvalidParameterException', `${flow} flow not enabled for this client`)
  }
}

/** The user whose password this is. Where the client hides users, one who does not exist fails as one who does. */
async function withPassword(
  { lockout, users }: Pick<Services, 'lockout' | 'users'>,
  client: Client,
  parameters: Parameters,
): Promise<User> {
  const name = parameter(parameters, 'USERNAME')
  const password = parameter(parameters, 'PASSWORD')
  checkSecretHash(client, name, parameters.SECRET_HASH)

  const user = users.bySignInName(client.pool, name)
  if (!user && !client.hidesUsers) throw new ServiceError('UserNotFoundException', 'User does not exist.')
  const subject = subjectOf(client.pool, user, name)
  lockout.refuseIfLocked(subject)
  if (user) refuseUnlessActive(user)

  const isRight = await isPassword(password, user?.passwordHash)
  // Attempts run side by side: while this one was hashed, another may have locked the user.
  lockout.refuseIfLocked(subject)
  if (!user || !isRight) {
    lockout.failed(subject)
    throw incorrectCredentials()
  }
  lockout.succeeded(subject)
  if (user.status === 'RESET_REQUIRED') throw resetRequired(client)
  return user
}

function parameter(parameters: Parameters, name: string) {
  const value = parameters[name]
  if (!value) throw new ServiceError('InvalidParameterException', `Missing required parameter ${name}`)
  return value
}

function refuseUnlessActive({ isEnabled, status }: User) {
  if (!isEnabled) throw userDisabled()
  if (status === 'UNCONFIRMED') throw new ServiceError('UserNotConfirmedException', 'User is not confirmed.')
}

function resetRequired({ hidesUsers }: Client) {
  return hidesUsers
    ? incorrectCredentials()
    : new ServiceError('PasswordResetRequiredException', openText.resetRequired)
}
