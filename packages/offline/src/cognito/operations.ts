/** The operations that this engine answers, each with the form of its request. */

import { adminConfirmSignUp, adminConfirmSignUpShape } from './operations/admin-confirm-sign-up.ts'
import { adminCreateUser, adminCreateUserShape } from './operations/admin-create-user.ts'
import { adminDeleteUser, adminDeleteUserShape } from './operations/admin-delete-user.ts'
import { adminDisableUser, adminDisableUserShape } from './operations/admin-disable-user.ts'
import { adminEnableUser, adminEnableUserShape } from './operations/admin-enable-user.ts'
import { adminGetUser, adminGetUserShape } from './operations/admin-get-user.ts'
import { adminInitiateAuth, adminInitiateAuthShape } from './operations/admin-initiate-auth.ts'
import {
  adminResetUserPassword,
  adminResetUserPasswordShape,
} from './operations/admin-reset-user-password.ts'
import {
  adminRespondToAuthChallenge,
  adminRespondToAuthChallengeShape,
} from './operations/admin-respond-to-auth-challenge.ts'
import {
  adminSetUserMfaPreference,
  adminSetUserMfaPreferenceShape,
} from './operations/admin-set-user-mfa-preference.ts'
import { adminSetUserPassword, adminSetUserPasswordShape } from './operations/admin-set-user-password.ts'
import {
  adminUpdateUserAttributes,
  adminUpdateUserAttributesShape,
} from './operations/admin-update-user-attributes.ts'
import {
  adminUserGlobalSignOut,
  adminUserGlobalSignOutShape,
} from './operations/admin-user-global-sign-out.ts'
import { associateSoftwareToken, associateSoftwareTokenShape } from './operations/associate-software-token.ts'
import { changePassword, changePasswordShape } from './operations/change-password.ts'
import {
  completeWebAuthnRegistration,
  completeWebAuthnRegistrationShape,
} from './operations/complete-web-authn-registration.ts'
import { confirmForgotPassword, confirmForgotPasswordShape } from './operations/confirm-forgot-password.ts'
import { confirmSignUp, confirmSignUpShape } from './operations/confirm-sign-up.ts'
import { createUserPool, createUserPoolShape } from './operations/create-user-pool.ts'
import { createUserPoolClient, createUserPoolClientShape } from './operations/create-user-pool-client.ts'
import { deleteUser, deleteUserShape } from './operations/delete-user.ts'
import { deleteUserAttributes, deleteUserAttributesShape } from './operations/delete-user-attributes.ts'
import { deleteUserPool, deleteUserPoolShape } from './operations/delete-user-pool.ts'
import { deleteUserPoolClient, deleteUserPoolClientShape } from './operations/delete-user-pool-client.ts'
import {
  deleteWebAuthnCredential,
  deleteWebAuthnCredentialShape,
} from './operations/delete-web-authn-credential.ts'
import { describeUserPool, describeUserPoolShape } from './operations/describe-user-pool.ts'
import {
  describeUserPoolClient,
  describeUserPoolClientShape,
} from './operations/describe-user-pool-client.ts'
import { forgotPassword, forgotPasswordShape } from './operations/forgot-password.ts'
import {
  getTokensFromRefreshToken,
  getTokensFromRefreshTokenShape,
} from './operations/get-tokens-from-refresh-token.ts'
import { getUser, getUserShape } from './operations/get-user.ts'
import {
  getUserAttributeVerificationCode,
  getUserAttributeVerificationCodeShape,
} from './operations/get-user-attribute-verification-code.ts'
import { getUserAuthFactors, getUserAuthFactorsShape } from './operations/get-user-auth-factors.ts'
import { globalSignOut, globalSignOutShape } from './operations/global-sign-out.ts'
import { initiateAuth, initiateAuthShape } from './operations/initiate-auth.ts'
import { listUserPoolClients, listUserPoolClientsShape } from './operations/list-user-pool-clients.ts'
import { listUserPools, listUserPoolsShape } from './operations/list-user-pools.ts'
import { listUsers, listUsersShape } from './operations/list-users.ts'
import {
  listWebAuthnCredentials,
  listWebAuthnCredentialsShape,
} from './operations/list-web-authn-credentials.ts'
import { resendConfirmationCode, resendConfirmationCodeShape } from './operations/resend-confirmation-code.ts'
import {
  respondToAuthChallenge,
  respondToAuthChallengeShape,
} from './operations/respond-to-auth-challenge.ts'
import { revokeToken, revokeTokenShape } from './operations/revoke-token.ts'
import { setUserMfaPreference, setUserMfaPreferenceShape } from './operations/set-user-mfa-preference.ts'
import { signUp, signUpShape } from './operations/sign-up.ts'
import {
  startWebAuthnRegistration,
  startWebAuthnRegistrationShape,
} from './operations/start-web-authn-registration.ts'
import { updateUserAttributes, updateUserAttributesShape } from './operations/update-user-attributes.ts'
import { updateUserPool, updateUserPoolShape } from './operations/update-user-pool.ts'
import { updateUserPoolClient, updateUserPoolClientShape } from './operations/update-user-pool-client.ts'
import { verifySoftwareToken, verifySoftwareTokenShape } from './operations/verify-software-token.ts'
import { verifyUserAttribute, verifyUserAttributeShape } from './operations/verify-user-attribute.ts'
import type { Services } from './services.ts'
import { type Input, parse, type Shape } from './wire/shape.ts'

export type Operation = {
  /** Takes the JSON of a request and gives the members of the answer, if it has any. */
  run: (json: unknown) => Promise<object | undefined>
  /** Whether AWS wants the request signed, for it is the account's owner who asks. */
  isAdministrative: boolean
}

/** Nothing at all where the operation has no output structure. */
type Run<S extends Shape> = (input: Input<S>) => Promise<object | undefined>

type Bind = (services: Services) => Operation

const table: Readonly<Record<string, Bind>> = {
  AssociateSoftwareToken: open(associateSoftwareTokenShape, associateSoftwareToken),
  ChangePassword: open(changePasswordShape, changePassword),
  CompleteWebAuthnRegistration: open(completeWebAuthnRegistrationShape, completeWebAuthnRegistration),
  ConfirmForgotPassword: open(confirmForgotPasswordShape, confirmForgotPassword),
  ConfirmSignUp: open(confirmSignUpShape, confirmSignUp),
  DeleteUser: open(deleteUserShape, deleteUser),
  DeleteUserAttributes: open(deleteUserAttributesShape, deleteUserAttributes),
  DeleteWebAuthnCredential: open(deleteWebAuthnCredentialShape, deleteWebAuthnCredential),
  ForgotPassword: open(forgotPasswordShape, forgotPassword),
  GetTokensFromRefreshToken: open(getTokensFromRefreshTokenShape, getTokensFromRefreshToken),
  GetUser: open(getUserShape, getUser),
  GetUserAttributeVerificationCode: open(
    getUserAttributeVerificationCodeShape,
    getUserAttributeVerificationCode,
  ),
  GetUserAuthFactors: open(getUserAuthFactorsShape, getUserAuthFactors),
  GlobalSignOut: open(globalSignOutShape, globalSignOut),
  InitiateAuth: open(initiateAuthShape, initiateAuth),
  ListWebAuthnCredentials: open(listWebAuthnCredentialsShape, listWebAuthnCredentials),
  ResendConfirmationCode: open(resendConfirmationCodeShape, resendConfirmationCode),
  RespondToAuthChallenge: open(respondToAuthChallengeShape, respondToAuthChallenge),
  RevokeToken: open(revokeTokenShape, revokeToken),
  SetUserMFAPreference: open(setUserMfaPreferenceShape, setUserMfaPreference),
  SignUp: open(signUpShape, signUp),
  StartWebAuthnRegistration: open(startWebAuthnRegistrationShape, startWebAuthnRegistration),
  UpdateUserAttributes: open(updateUserAttributesShape, updateUserAttributes),
  VerifySoftwareToken: open(verifySoftwareTokenShape, verifySoftwareToken),
  VerifyUserAttribute: open(verifyUserAttributeShape, verifyUserAttribute),

  AdminConfirmSignUp: signed(adminConfirmSignUpShape, adminConfirmSignUp),
  AdminCreateUser: signed(adminCreateUserShape, adminCreateUser),
  AdminDeleteUser: signed(adminDeleteUserShape, adminDeleteUser),
  AdminDisableUser: signed(adminDisableUserShape, adminDisableUser),
  AdminEnableUser: signed(adminEnableUserShape, adminEnableUser),
  AdminGetUser: signed(adminGetUserShape, adminGetUser),
  AdminInitiateAuth: signed(adminInitiateAuthShape, adminInitiateAuth),
  AdminResetUserPassword: signed(adminResetUserPasswordShape, adminResetUserPassword),
  AdminRespondToAuthChallenge: signed(adminRespondToAuthChallengeShape, adminRespondToAuthChallenge),
  AdminSetUserMFAPreference: signed(adminSetUserMfaPreferenceShape, adminSetUserMfaPreference),
  AdminSetUserPassword: signed(adminSetUserPasswordShape, adminSetUserPassword),
  AdminUpdateUserAttributes: signed(adminUpdateUserAttributesShape, adminUpdateUserAttributes),
  AdminUserGlobalSignOut: signed(adminUserGlobalSignOutShape, adminUserGlobalSignOut),
  CreateUserPool: signed(createUserPoolShape, createUserPool),
  CreateUserPoolClient: signed(createUserPoolClientShape, createUserPoolClient),
  DeleteUserPool: signed(deleteUserPoolShape, deleteUserPool),
  DeleteUserPoolClient: signed(deleteUserPoolClientShape, deleteUserPoolClient),
  DescribeUserPool: signed(describeUserPoolShape, describeUserPool),
  DescribeUserPoolClient: signed(describeUserPoolClientShape, describeUserPoolClient),
  ListUserPoolClients: signed(listUserPoolClientsShape, listUserPoolClients),
  ListUserPools: signed(listUserPoolsShape, listUserPools),
  ListUsers: signed(listUsersShape, listUsers),
  UpdateUserPool: signed(updateUserPoolShape, updateUserPool),
  UpdateUserPoolClient: signed(updateUserPoolClientShape, updateUserPoolClient),
}

/** What an operation does on AWS and not here. What it is asked for beyond that is refused, and named. */
const leavesOut: Readonly<Record<string, string>> = {
  AdminCreateUser: 'invitations by text message',
  AdminInitiateAuth: 'SMS_OTP, device keys',
  AdminRespondToAuthChallenge: 'SMS_MFA, SMS_OTP, device challenges',
  AdminResetUserPassword: 'codes by text message',
  AdminSetUserMFAPreference: 'SMS',
  AdminUpdateUserAttributes: 'codes to telephone numbers',
  CreateUserPool: 'the settings that are listed above',
  CreateUserPoolClient: 'OAuth flows, analytics',
  ForgotPassword: 'codes by text message',
  GetUserAttributeVerificationCode: 'codes to telephone numbers',
  InitiateAuth: 'SMS_OTP, device keys',
  RespondToAuthChallenge: 'SMS_MFA, SMS_OTP, device challenges',
  SetUserMFAPreference: 'SMS',
  UpdateUserAttributes: 'codes to telephone numbers',
  UpdateUserPool: 'the settings that are listed above',
  UpdateUserPoolClient: 'OAuth flows, analytics',
  VerifyUserAttribute: 'telephone numbers',
}

/** The names of the operations that are answered, each with what it leaves out, if anything. */
export const supportedOperations: ReadonlyMap<string, { leavesOut: string | undefined }> = new Map(
  Object.keys(table)
    .sort()
    .map(name => [name, { leavesOut: leavesOut[name] }]),
)

export function createOperations(services: Services): ReadonlyMap<string, Operation> {
  return new Map(Object.entries(table).map(([name, bind]) => [name, bind(services)]))
}

/** For anybody who has a client's id, or a token. */
function open<S extends Shape>(shape: S, create: (services: Services) => Run<S>): Bind {
  return bound(shape, create, false)
}

/** For the owner of the account. */
function signed<S extends Shape>(shape: S, create: (services: Services) => Run<S>): Bind {
  return bound(shape, create, true)
}

function bound<S extends Shape>(
  shape: S,
  create: (services: Services) => Run<S>,
  isAdministrative: boolean,
): Bind {
  return services => {
    const run = create(services)
    return { run: async json => run(parse(shape, json)), isAdministrative }
  }
}
