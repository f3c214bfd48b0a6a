/**
 * SignUp: creates an unconfirmed user and sends a code to their address.
 *
 * A taken username is told, whatever the client's setting. A taken address is
 * told only where it is the username; where it is an alias, anybody may sign up
 * with it, and the conflict shows when a second person confirms.
 */
import { randomUUID } from 'node:crypto'
import type { SignUpResponse } from '@aws-sdk/client-cognito-identity-provider'
import { ServiceError } from '../errors.ts'
import type { Pool } from '../pool.ts'
import { type Attributes, checkSchema, checkWritable, isEmail } from '../rules/attributes.ts'
import { openText } from '../rules/open-texts.ts'
import { checkPasswordPolicy } from '../rules/password-policy.ts'
import { hashPassword } from '../rules/passwords.ts'
import { checkSecretHash } from '../rules/secret-hash.ts'
import type { Services } from '../services.ts'
import * as field from '../wire/fields.ts'
import { type Input, required } from '../wire/shape.ts'

export const signUpShape = {
  ClientId: required(field.clientId),
  Username: required(field.username),
  Password: field.password,
  SecretHash: field.secretHash,
  UserAttributes: field.attributes,
}

type SignUpInput = Input<typeof signUpShape>

export const signUp =
  ({
    directory,
    sessions,
    transaction,
    users,
    verification,
  }: Pick<Services, 'directory' | 'sessions' | 'transaction' | 'users' | 'verification'>) =>
  async (input: SignUpInput): Promise<SignUpResponse> => {
    const client = directory.client(input.ClientId)
    const { pool } = client
    checkSecretHash(client, input.Username, input.SecretHash)
    if (!pool.isSignUpOpen) throw new ServiceError('NotAuthorizedException', openText.signUpClosed)
    checkUsernameForm(pool, input.Username)
    checkPassword(pool, input.Password)

    const requested: Attributes = Object.fromEntries(
      (input.UserAttributes ?? []).map(({ Name, Value = '' }) => [Name, Value]),
    )
    const attributes = withUsername(pool, input.Username, requested)
    checkSchema(pool.schema, attributes)
    checkWritable(client.mayWrite, requested)

    const passwordHash = input.Password === undefined ? null : await hashPassword(input.Password)
    const sub = randomUUID()
    const username = pool.signInDesign === 'email' ? sub : input.Username

    return transaction(() => {
      const user = users.create(pool, { sub, username, passwordHash, attributes: unverified(attributes) })
      const delivery = verification.send(pool, user, { kind: 'SignUp', purpose: 'signUp' })
      return {
        UserConfirmed: false,
        UserSub: sub,
        ...(delivery && { CodeDeliveryDetails: delivery }),
        ...(client.flows.has('USER_AUTH') && { Session: sessions.issue(user, client, 'signUp') }),
      }
    })
  }

function checkUsernameForm(pool: Pool, username: string) {
  if (pool.signInDesign === 'alias' && isEmail(username)) {
    throw new ServiceError(
      'InvalidParameterException',
      'Username cannot be of email format, since user pool is configured for email alias.',
    )
  }
  if (pool.signInDesign === 'email' && !isEmail(username)) {
    throw new ServiceError('InvalidParameterException', 'Username should be an email.')
  }
}

/** Only a pool where a one-time code signs in takes a user without a password. */
function checkPassword(pool: Pool, password: string | undefined) {
  if (password !== undefined) checkPasswordPolicy(pool.passwordPolicy, password)
  else if (!pool.isPasswordless) throw new ServiceError('InvalidParameterException', openText.passwordMissing)
}

/** Where the address is the username, it becomes the user's email too. */
function withUsername(pool: Pool, username: string, attributes: Attributes): Attributes {
  if (pool.signInDesign !== 'email') return attributes
  if (attributes.email !== undefined && attributes.email !== username) {
    throw new ServiceError('InvalidParameterException', openText.emailNotUsername)
  }
  return { ...attributes, email: username }
}

/** Nothing that can be verified is so yet. */
function unverified(attributes: Attributes): Attributes {
  return {
    ...attributes,
    ...(attributes.email !== undefined && { email_verified: 'false' }),
    ...(attributes.phone_number !== undefined && { phone_number_verified: 'false' }),
  }
}
