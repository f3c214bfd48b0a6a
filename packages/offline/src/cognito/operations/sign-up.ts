/**
 * SignUp: creates an unconfirmed user and sends a code to their address. The
 * pool's PreSignUp function may refuse the user, and confirm and verify them.
 *
 * A taken username is told, whatever the client's setting. A taken address is
 * told only where it is the username; where it is an alias, anybody may sign up
 * with it, and the conflict shows when a second person confirms.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-sign-up.html
 */
import { randomUUID } from 'node:crypto'
import type { SignUpResponse } from '@aws-sdk/client-cognito-identity-provider'
import type { PreSignUpTriggerEvent } from 'aws-lambda'
import type { Client } from '../client.ts'
import type { Pool } from '../pool.ts'
import { tellOfConfirmation } from '../post-confirmation.ts'
import { type Attributes, checkSchema, checkWritable } from '../rules/attributes.ts'
import { invalidParameter, notAuthorized } from '../rules/failures.ts'
import { openText } from '../rules/open-texts.ts'
import { checkPasswordPolicy } from '../rules/password-policy.ts'
import { hashPassword } from '../rules/passwords.ts'
import { checkSecretHash } from '../rules/secret-hash.ts'
import { checkUsernameForm, withUsername } from '../rules/usernames.ts'
import type { Services } from '../services.ts'
import type { NewUser } from '../store/users.ts'
import { type Triggers, unrecognizable } from '../triggers.ts'
import * as field from '../wire/fields.ts'
import { type Input, required } from '../wire/shape.ts'

export const signUpShape = {
  ClientId: required(field.clientId),
  Username: required(field.username),
  Password: field.password,
  SecretHash: field.secretHash,
  UserAttributes: field.attributes,
  ValidationData: field.attributes,
  ClientMetadata: field.map,
}

type SignUpInput = Input<typeof signUpShape>

export const signUp =
  ({
    directory,
    messages,
    sessions,
    transaction,
    triggers,
    users,
  }: Pick<Services, 'directory' | 'messages' | 'sessions' | 'transaction' | 'triggers' | 'users'>) =>
  async (input: SignUpInput): Promise<SignUpResponse> => {
    const client = directory.client(input.ClientId)
    const { pool } = client
    checkSecretHash(client, input.Username, input.SecretHash)
    if (!pool.isSignUpOpen) throw notAuthorized(openText.signUpClosed)
    checkUsernameForm(pool, input.Username)
    checkPassword(pool, input.Password)

    const requested = attributesOf(input.UserAttributes)
    const attributes = withUsername(pool, input.Username, requested)
    checkSchema(pool.schema, attributes)
    checkWritable(client.mayWrite, requested)

    const sub = randomUUID()
    const username = pool.signInDesign === 'email' ? sub : input.Username
    users.refuseTaken(pool, { username, attributes })
    const ruling = await preSignUp(triggers, client, username, attributes, input)
    const password =
      input.Password === undefined ? null : await hashPassword(input.Password, { poolId: pool.id, username })
    const newUser: NewUser = {
      sub,
      username,
      status: ruling.autoConfirmUser ? 'CONFIRMED' : 'UNCONFIRMED',
      password,
      attributes: withFlags(attributes, ruling),
    }
    const { email } = attributes
    const mail =
      pool.verifiesEmail && email !== undefined && !ruling.autoConfirmUser
        ? {
            email,
            ...(await messages.compose({
              pool,
              client,
              user: newUser,
              kind: 'SignUp',
              clientMetadata: input.ClientMetadata,
            })),
          }
        : undefined

    const { user, answer } = transaction(() => {
      // An address that the function vouches for is taken over from whoever has it.
      const user = users.create(pool, newUser, { byForce: true })
      const delivery = mail && messages.sendCode(pool, user, 'signUp', mail, mail.email)
      const answer: SignUpResponse = {
        UserConfirmed: user.status === 'CONFIRMED',
        UserSub: sub,
        ...(delivery && { CodeDeliveryDetails: delivery }),
        ...(client.flows.has('USER_AUTH') && {
          Session: sessions.issue({ user, username: input.Username, client }, 'SIGN_UP'),
        }),
      }
      return { user, answer }
    })
    if (ruling.autoConfirmUser) {
      await tellOfConfirmation(triggers, {
        pool,
        clientId: client.id,
        user,
        source: 'PostConfirmation_ConfirmSignUp',
        clientMetadata: input.ClientMetadata,
      })
    }
    return answer
  }

type Ruling = Partial<PreSignUpTriggerEvent['response']>

/** What the pool's function says of the new user. Refuses whom it refuses. */
async function preSignUp(
  triggers: Triggers,
  { id, pool }: Client,
  username: string,
  userAttributes: Attributes,
  { ValidationData, ClientMetadata }: SignUpInput,
): Promise<Ruling> {
  const request: PreSignUpTriggerEvent['request'] = {
    userAttributes,
    ...(ValidationData && { validationData: attributesOf(ValidationData) }),
    ...(ClientMetadata && { clientMetadata: ClientMetadata }),
  }
  const ruling = await triggers.run<Ruling>('PreSignUp', {
    pool,
    clientId: id,
    username,
    source: 'PreSignUp_SignUp',
    request,
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  })
  const { autoConfirmUser, autoVerifyEmail, autoVerifyPhone } = ruling ?? {}
  const isUnclear = [autoConfirmUser, autoVerifyEmail, autoVerifyPhone].some(
    flag => typeof (flag ?? false) !== 'boolean',
  )
  const isEmpty =
    (autoVerifyEmail && !userAttributes.email) || (autoVerifyPhone && !userAttributes.phone_number)
  if (isUnclear || isEmpty) throw unrecognizable()
  return ruling ?? {}
}

const attributesOf = (list: SignUpInput['UserAttributes'] = []): Attributes =>
  Object.fromEntries(list.map(({ Name, Value = '' }) => [Name, Value]))

/** Only a pool where a one-time code signs in takes a user without a password. */
function checkPassword(pool: Pool, password: string | undefined) {
  if (password !== undefined) checkPasswordPolicy(pool.passwordPolicy, password)
  else if (!pool.isPasswordless) throw invalidParameter(openText.passwordMissing)
}

/** Nothing that can be verified is so yet, unless the pool's function vouches for it. */
function withFlags(attributes: Attributes, { autoVerifyEmail, autoVerifyPhone }: Ruling): Attributes {
  return {
    ...attributes,
    ...(attributes.email !== undefined && { email_verified: String(autoVerifyEmail ?? false) }),
    ...(attributes.phone_number !== undefined && { phone_number_verified: String(autoVerifyPhone ?? false) }),
  }
}
