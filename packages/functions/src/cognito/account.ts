/** What people do with their own account, by the access token that proves whose it is. */
import {
  ChangePasswordCommand,
  DeleteUserCommand,
  GetUserAuthFactorsCommand,
  GlobalSignOutCommand,
  UpdateUserAttributesCommand,
  UserNotFoundException,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Body, Reply } from '@latchkey/core/endpoint'
import { AppError, errorAtField } from '@latchkey/core/errors'
import type * as rows from '@latchkey/core/routes/account'
import { emailUnchanged } from '@latchkey/core/sentences/email'
import { changeOthersMayLiveOn, changeSignedOut } from '@latchkey/core/sentences/new-password'
import { attempt, repeating, send, sendOnce, translated } from './client.ts'
import { orGone } from './gone.ts'
import { deliveryOf } from './registration.ts'
import { type Step, signIn } from './sign-in.ts'
import { isRevoked } from './translate.ts'
import { userOf } from './user.ts'

/** Whose account it is, and what it takes to sign in to it. */
export async function profile(accessToken: string): Promise<Reply<typeof rows.account>> {
  const [{ username, email, usesTotp }, { ConfiguredUserAuthFactors: factors = [] }] = await Promise.all([
    userOf(accessToken),
    attempt('GetUserAuthFactors', new GetUserAuthFactorsCommand({ AccessToken: accessToken })),
  ])
  return { username, email, factors: { totp: usesTotp, passkey: factors.includes('WEB_AUTHN') } }
}

/**
 * Deletes the account, and with it every session: Cognito takes no token of
 * somebody whom it does not know. A global sign-out would come too early, for
 * it voids the access token that deleting wants.
 */
export async function deleteAccount(accessToken: string): Promise<void> {
  const deleting = send('DeleteUser', new DeleteUserCommand({ AccessToken: accessToken }))
  await translated(
    'DeleteUser',
    deleting.then(() => {}, orGone(UserNotFoundException)),
  )
}

/**
 * Ends every session of the account, this one included.
 *
 * A token that is void from the start is refused: signing out of one session
 * voids it as well, and then the others live on.
 */
export async function signOutEverywhere(accessToken: string): Promise<void> {
  const command = new GlobalSignOutCommand({ AccessToken: accessToken })
  const ending = repeating('GlobalSignOut', isRepeated =>
    sendOnce(command).then(
      () => {},
      (error: unknown) => {
        // The first attempt has worked, and its answer was lost.
        if (!isRepeated || !isRevoked(error)) throw error
      },
    ),
  )
  await translated('GlobalSignOut', ending)
}

export type PasswordChange = {
  step: Step
  /** The sessions of other devices could not be ended, as `problem` has it. */
  othersMayLiveOn?: true
  problem?: unknown
}

/**
 * Changes the password, ends every session and signs in anew.
 *
 * Cognito leaves the sessions alone when a password changes, those of whoever
 * made the change necessary too. Where they cannot be ended either, the change
 * stands all the same.
 */
export async function changePassword(
  { username, accessToken }: { username: string; accessToken: string },
  { currentPassword, newPassword }: Body<typeof rows.changePassword>,
): Promise<PasswordChange> {
  await attempt(
    'ChangePassword',
    new ChangePasswordCommand({
      AccessToken: accessToken,
      PreviousPassword: currentPassword,
      ProposedPassword: newPassword,
    }),
  )
  const inDoubt = await signOutEverywhere(accessToken).then(
    () => undefined,
    (error: unknown) => ({
      othersMayLiveOn: true as const,
      // Whatever kept Cognito from it matters, a token that was refused too.
      problem: error instanceof AppError ? error.cause : error,
    }),
  )
  const step = await afterChange(
    signIn({ username, password: newPassword }),
    inDoubt ? changeOthersMayLiveOn : changeSignedOut,
  )
  return { step, ...inDoubt }
}

/** What fails once the password is changed must not look as if it were not, nor as if trying again were right. */
async function afterChange<T>(call: Promise<T>, message: string): Promise<T> {
  try {
    return await call
  } catch (error) {
    if (!(error instanceof AppError)) throw new AppError('internal', message, { cause: error })
    const { code, status, cause, retryAfterSeconds } = error
    throw new AppError(status === 401 ? 'upstream_unavailable' : code, message, {
      cause,
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    })
  }
}

/** Sends a code to the new address, which counts once the code has come back. */
export async function changeEmail(
  accessToken: string,
  { email }: Body<typeof rows.changeEmail>,
): Promise<Reply<typeof rows.changeEmail>> {
  const current = await userOf(accessToken)
  // Cognito would answer without having sent anything.
  if (email === current.email) throw errorAtField('invalid_request', 'email', emailUnchanged)
  const { CodeDeliveryDetailsList: [details] = [] } = await attempt(
    'UpdateUserAttributes',
    new UpdateUserAttributesCommand({
      AccessToken: accessToken,
      UserAttributes: [{ Name: 'email', Value: email }],
    }),
  )
  return { delivery: deliveryOf(details) }
}

/** Takes the code from the message: from here on the new address is the one to sign in with. */
export async function confirmEmail(
  accessToken: string,
  { code }: Body<typeof rows.confirmEmail>,
): Promise<void> {
  await attempt(
    'VerifyUserAttribute',
    new VerifyUserAttributeCommand({ AccessToken: accessToken, AttributeName: 'email', Code: code }),
  )
}
