/**
 * AdminCreateUser: a user whose first password is temporary, and an invitation
 * that tells it to them. RESEND invites somebody again, with another password.
 *
 * Where a one-time code signs in, a user may be created without a password;
 * they are CONFIRMED at once. Required attributes may be left out: whoever
 * answers NEW_PASSWORD_REQUIRED supplies them.
 */
import { randomUUID } from 'node:crypto'
import type { AdminCreateUserResponse } from '@aws-sdk/client-cognito-identity-provider'
import type { PreSignUpTriggerEvent } from 'aws-lambda'
import { ServiceError, unsupported } from '../errors.ts'
import { codePlace, type Mail } from '../messages.ts'
import type { Pool } from '../pool.ts'
import { type Attributes, checkValues, verifiedFlags } from '../rules/attributes.ts'
import { describedUser } from '../rules/described-user.ts'
import { invalidParameter } from '../rules/failures.ts'
import { openText } from '../rules/open-texts.ts'
import { checkTemporaryPassword, newTemporaryPassword } from '../rules/password-policy.ts'
import { hashPassword } from '../rules/passwords.ts'
import { checkUsernameForm, withUsername } from '../rules/usernames.ts'
import type { Services } from '../services.ts'
import type { User } from '../store/users.ts'
import * as field from '../wire/fields.ts'
import type { Input } from '../wire/shape.ts'
import { administeredUser, userShape } from './administered.ts'

export const adminCreateUserShape = {
  ...userShape,
  UserAttributes: field.attributes,
  ValidationData: field.attributes,
  // A blank one is the same as none.
  TemporaryPassword: field.text({ max: 256, pattern: '[\\S]*', sensitive: true }),
  ForceAliasCreation: field.flag,
  MessageAction: field.text({ values: ['RESEND', 'SUPPRESS'] }),
  DesiredDeliveryMediums: { kind: 'texts', of: field.text({ values: ['SMS', 'EMAIL'] }) },
  ClientMetadata: field.map,
} as const

type AdminCreateUserInput = Input<typeof adminCreateUserShape>

type NeededServices = Pick<Services, 'directory' | 'messages' | 'transaction' | 'triggers' | 'users'>

export const adminCreateUser =
  (services: NeededServices) =>
  async (input: AdminCreateUserInput): Promise<AdminCreateUserResponse> => {
    const user = await (input.MessageAction === 'RESEND' ? invitedAgain : created)(services, input)
    return { User: describedUser(user) }
  }

async function created(services: NeededServices, input: AdminCreateUserInput): Promise<User> {
  const { directory, transaction, users } = services
  const pool = directory.pool(input.UserPoolId)
  const { Username } = input
  checkUsernameForm(pool, Username)
  const attributes = withUsername(pool, Username, given(input.UserAttributes))
  checkAttributes(pool, attributes)
  const temporary = temporaryPassword(pool, input)
  if (temporary === undefined && attributes.email === undefined) {
    throw invalidParameter(openText.addressMissing('email'))
  }
  refuseTaken(users, pool, Username)
  const sub = randomUUID()
  const username = pool.signInDesign === 'email' ? sub : Username
  await askFunction(services, pool, input, username, attributes)

  const newUser = {
    sub,
    username,
    status: temporary === undefined ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD',
    password: temporary === undefined ? null : await hashPassword(temporary, { poolId: pool.id, username }),
    attributes,
  } as const
  const invitation = await composed(services, pool, input, newUser)

  return transaction(() => {
    refuseTaken(users, pool, Username)
    const user = users.create(pool, newUser, { byForce: input.ForceAliasCreation ?? false })
    send(services, pool, input, user, invitation, temporary)
    return user
  })
}

async function invitedAgain(services: NeededServices, input: AdminCreateUserInput): Promise<User> {
  const { transaction, users } = services
  const { pool, user } = administeredUser(services, input)
  refuseUnlessInvited(user)
  const temporary = input.TemporaryPassword || newTemporaryPassword(pool.passwordPolicy)
  checkTemporaryPassword(pool.passwordPolicy, temporary)
  const password = await hashPassword(temporary, { poolId: pool.id, username: user.username })
  const invitation = await composed(services, pool, input, user)

  return transaction(() => {
    const current = users.current(user)
    refuseUnlessInvited(current)
    send(services, pool, input, current, invitation, temporary)
    return users.setPassword(user, password, 'FORCE_CHANGE_PASSWORD')
  })
}

const given = (attributes: AdminCreateUserInput['UserAttributes'] = []): Attributes =>
  Object.fromEntries(attributes.flatMap(({ Name, Value }) => (Value ? [[Name, Value]] : [])))

/** An administrator may say that an address is verified, if there is one. */
function checkAttributes({ schema }: Pool, attributes: Attributes) {
  if (attributes.sub !== undefined) throw invalidParameter(openText.subGiven)
  checkValues(schema, attributes)
  for (const [name, flag] of Object.entries(verifiedFlags)) {
    if (attributes[flag] === 'true' && attributes[name] === undefined) {
      throw invalidParameter(openText.addressMissing(name))
    }
  }
}

/** Nothing for a user who will sign in without one. */
function temporaryPassword({ passwordPolicy, isPasswordless }: Pool, input: AdminCreateUserInput) {
  if (input.TemporaryPassword) {
    checkTemporaryPassword(passwordPolicy, input.TemporaryPassword)
    return input.TemporaryPassword
  }
  return isPasswordless ? undefined : newTemporaryPassword(passwordPolicy)
}

function refuseTaken(users: Services['users'], pool: Pool, username: string) {
  if (!users.byUsername(pool, username)) return
  throw new ServiceError(
    'UsernameExistsException',
    pool.signInDesign === 'email'
      ? 'An account with the given email already exists.'
      : 'User account already exists',
  )
}

function refuseUnlessInvited({ status }: User) {
  if (status !== 'FORCE_CHANGE_PASSWORD') {
    throw new ServiceError('UnsupportedUserStateException', openText.notInvited(status))
  }
}

/** The function may refuse. What it answers has no meaning for a user whom an administrator creates. */
async function askFunction(
  { triggers }: NeededServices,
  pool: Pool,
  input: AdminCreateUserInput,
  username: string,
  userAttributes: Attributes,
) {
  const request: PreSignUpTriggerEvent['request'] = {
    userAttributes,
    ...(input.ValidationData && { validationData: given(input.ValidationData) }),
    ...(input.ClientMetadata && { clientMetadata: input.ClientMetadata }),
  }
  await triggers.run('PreSignUp', {
    pool,
    clientId: undefined,
    username,
    source: 'PreSignUp_AdminCreateUser',
    request,
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  })
}

/** Nothing where nobody is to be written to. */
async function composed(
  { messages }: NeededServices,
  pool: Pool,
  input: AdminCreateUserInput,
  user: Pick<User, 'sub' | 'username' | 'status' | 'attributes'>,
): Promise<Mail | undefined> {
  if (invitationAddress(input, user.attributes) === undefined) return undefined
  return messages.compose({
    pool,
    client: undefined,
    user,
    kind: 'AdminCreateUser',
    clientMetadata: input.ClientMetadata,
  })
}

/** Who has a telephone is invited by SMS, unless the request says otherwise. */
function invitationAddress(
  { MessageAction, DesiredDeliveryMediums: mediums }: AdminCreateUserInput,
  { email, phone_number }: Attributes,
) {
  if (MessageAction === 'SUPPRESS') return undefined
  if (mediums?.includes('EMAIL') && email === undefined) {
    throw invalidParameter(openText.addressMissing('email'))
  }
  if (mediums?.includes('SMS') && phone_number === undefined) {
    throw invalidParameter(openText.addressMissing('phone_number'))
  }
  if (mediums?.length ? mediums.includes('SMS') : phone_number !== undefined) {
    throw unsupported('An invitation by SMS')
  }
  return email
}

/** Words without a place for the password that somebody needs are not sent, as on AWS. */
function send(
  { messages }: NeededServices,
  pool: Pool,
  input: AdminCreateUserInput,
  { attributes }: User,
  invitation: Mail | undefined,
  temporary: string | undefined,
) {
  const to = invitationAddress(input, attributes)
  if (!invitation || to === undefined) return
  if (temporary !== undefined && !invitation.body.includes(codePlace)) return
  messages.send(pool, invitation, to, temporary ?? null, input.Username)
}
