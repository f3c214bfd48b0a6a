/**
 * Cognito's exceptions in the words of our error table: the only place that
 * knows both.
 *
 * What a stranger could learn from is made alike here: an unknown name and a
 * wrong password, a code for nobody and a wrong code.
 */
import { NotAuthorizedException } from '@aws-sdk/client-cognito-identity-provider'
import { AppError, type ErrorCode, errorAtField, errorTable } from '@latchkey/core/errors'
import * as ofAccount from '@latchkey/core/sentences/account'
import * as ofCode from '@latchkey/core/sentences/code'
import * as ofEmail from '@latchkey/core/sentences/email'
import * as ofNewPassword from '@latchkey/core/sentences/new-password'
import * as ofPasskey from '@latchkey/core/sentences/passkey'
import * as ofPassword from '@latchkey/core/sentences/password'
import type { Failure } from './budget.ts'
import { DeadSession } from './dead-session.ts'
import { UnreadableAnswer } from './unreadable-answer.ts'

export type Operation =
  | 'SignUp'
  | 'ConfirmSignUp'
  | 'ResendConfirmationCode'
  | 'InitiateAuth'
  | StepOperation
  | 'ForgotPassword'
  | 'ConfirmForgotPassword'
  | 'GetTokensFromRefreshToken'
  | 'RevokeToken'
  | AccountOperation

/** Within a sign-in of several steps, by its session. The challenge that is answered stands behind the operation. */
type StepOperation =
  | 'RespondToAuthChallenge SOFTWARE_TOKEN_MFA'
  | 'RespondToAuthChallenge NEW_PASSWORD_REQUIRED'
  | 'RespondToAuthChallenge MFA_SETUP'
  | 'RespondToAuthChallenge WEB_AUTHN'
  | 'AssociateSoftwareToken MFA_SETUP'
  | 'VerifySoftwareToken MFA_SETUP'

/** By the access token of somebody who is signed in. */
type AccountOperation =
  | 'GetUser'
  | 'GetUserAuthFactors'
  | 'GlobalSignOut'
  | 'DeleteUser'
  | 'ChangePassword'
  | 'UpdateUserAttributes'
  | 'VerifyUserAttribute'
  | 'AssociateSoftwareToken'
  | 'VerifySoftwareToken'
  | 'SetUserMFAPreference'
  | 'StartWebAuthnRegistration'
  | 'CompleteWebAuthnRegistration'
  | 'ListWebAuthnCredentials'
  | 'DeleteWebAuthnCredential'

type Translation = (cause: Error) => AppError

/**
 * Seconds. Cognito does not say how long a limit still lasts; its lockout ends
 * after this long without attempts at the latest.
 */
const attemptLimitSeconds = 15 * 60
const busySeconds = 2

/** Cognito's lockout has no exception of its own, only this text. */
const lockedOut = 'Password attempts exceeded'

const invalidCredentials: Translation = cause =>
  cause.message === lockedOut
    ? tooManyAttempts(cause)
    : new AppError('invalid_credentials', undefined, { cause })
const codeMismatch: Translation = cause => new AppError('code_mismatch', undefined, { cause })
const codeExpired: Translation = cause => new AppError('code_expired', undefined, { cause })
const codeNotSent: Translation = cause => new AppError('upstream_unavailable', ofCode.codeNotSent, { cause })
const tooManyAttempts: Translation = cause =>
  new AppError('too_many_attempts', undefined, { cause, retryAfterSeconds: attemptLimitSeconds })
const busy: Translation = cause => new AppError('busy', undefined, { cause, retryAfterSeconds: busySeconds })
const unavailable: Translation = cause => new AppError('upstream_unavailable', undefined, { cause })

const always: Record<string, Translation> = {
  LimitExceededException: tooManyAttempts,
  TooManyFailedAttemptsException: tooManyAttempts,
  TooManyRequestsException: busy,
  ThrottlingException: busy,
  ConcurrentModificationException: busy,
  // The SDK calls a connection that broke off by this name, too.
  TimeoutError: cause =>
    isBroken(cause) ? unavailable(cause) : new AppError('upstream_timeout', undefined, { cause }),
}

const atField =
  (code: ErrorCode, field: string, message: string): Translation =>
  cause =>
    errorAtField(code, field, message, cause)

const invalid =
  (message: string): Translation =>
  cause =>
    new AppError('invalid_request', message, { cause })

const sessionEnded: Translation = cause => new AppError('session_ended', undefined, { cause })

const weakPassword = (field: string) => atField('password_rejected', field, ofNewPassword.passwordTooWeak)
const wrongCurrentPassword = atField('invalid_credentials', 'currentPassword', ofPassword.passwordNotCurrent)
const wrongAppCode: Translation = cause => new AppError('code_mismatch', ofCode.appCodeWrong, { cause })
const nothingSetUp = invalid(ofCode.appNotSetUp)
const tooManyPasskeys = invalid(ofPasskey.passkeysTooMany)
const passkeyRefused = invalid(ofPasskey.passkeyRefused)

/**
 * For every operation that takes an access token: it has expired or was
 * revoked, or its user is gone or may not go on as they are. Where the token is
 * all that is sent, it is what is malformed, too.
 */
const ofAccessToken: Record<string, Translation> = {
  NotAuthorizedException: sessionEnded,
  UserNotFoundException: sessionEnded,
  UserNotConfirmedException: sessionEnded,
  PasswordResetRequiredException: sessionEnded,
  InvalidParameterException: sessionEnded,
}

const byAccountOperation: Record<AccountOperation, Record<string, Translation>> = {
  GetUser: ofAccessToken,
  GetUserAuthFactors: ofAccessToken,
  GlobalSignOut: ofAccessToken,
  DeleteUser: ofAccessToken,
  ChangePassword: {
    ...ofAccessToken,
    // The same exception for the password and for the token: only the text tells.
    NotAuthorizedException: cause => {
      if (cause.message === 'Incorrect username or password.') return wrongCurrentPassword(cause)
      return cause.message === lockedOut ? tooManyAttempts(cause) : sessionEnded(cause)
    },
    // The new password has been looked at, so it is a current one that nobody can have.
    InvalidParameterException: wrongCurrentPassword,
    InvalidPasswordException: weakPassword('newPassword'),
  },
  UpdateUserAttributes: {
    ...ofAccessToken,
    InvalidParameterException: atField('invalid_request', 'email', ofEmail.emailUnusable),
    CodeDeliveryFailureException: codeNotSent,
  },
  VerifyUserAttribute: {
    ...ofAccessToken,
    CodeMismatchException: codeMismatch,
    InvalidParameterException: codeMismatch,
    ExpiredCodeException: codeExpired,
    AliasExistsException: invalid(ofEmail.emailOfAnother),
  },
  AssociateSoftwareToken: ofAccessToken,
  VerifySoftwareToken: {
    ...ofAccessToken,
    EnableSoftwareTokenMFAException: wrongAppCode,
    CodeMismatchException: wrongAppCode,
    InvalidParameterException: wrongAppCode,
    SoftwareTokenMFANotFoundException: nothingSetUp,
  },
  SetUserMFAPreference: { ...ofAccessToken, InvalidParameterException: nothingSetUp },
  StartWebAuthnRegistration: { ...ofAccessToken, LimitExceededException: tooManyPasskeys },
  CompleteWebAuthnRegistration: {
    ...ofAccessToken,
    LimitExceededException: tooManyPasskeys,
    InvalidParameterException: passkeyRefused,
    WebAuthnClientMismatchException: passkeyRefused,
    WebAuthnOriginNotAllowedException: passkeyRefused,
    WebAuthnRelyingPartyMismatchException: passkeyRefused,
    WebAuthnCredentialNotSupportedException: passkeyRefused,
    WebAuthnChallengeNotFoundException: cause =>
      new AppError('challenge_expired', ofAccount.tookTooLong, { cause }),
  },
  ListWebAuthnCredentials: ofAccessToken,
  DeleteWebAuthnCredential: {
    ...ofAccessToken,
    InvalidParameterException: invalid(ofPasskey.passkeyUnknown),
  },
}

const challengeExpired: Translation = cause => new AppError('challenge_expired', undefined, { cause })
const passkeyFailed: Translation = cause =>
  new AppError('invalid_credentials', ofPasskey.passkeyFailed, { cause })

/** For every step: the session is used or too old, or its user is not what they were. */
const ofSession: Record<string, Translation> = {
  NotAuthorizedException: challengeExpired,
  UserNotFoundException: challengeExpired,
  PasswordResetRequiredException: challengeExpired,
  SoftwareTokenMFANotFoundException: challengeExpired,
}

const byStepOperation: Record<StepOperation, Record<string, Translation>> = {
  'RespondToAuthChallenge SOFTWARE_TOKEN_MFA': {
    ...ofSession,
    CodeMismatchException: wrongAppCode,
    ExpiredCodeException: cause => new AppError('code_expired', ofCode.appCodeUsed, { cause }),
  },
  'RespondToAuthChallenge NEW_PASSWORD_REQUIRED': {
    ...ofSession,
    InvalidPasswordException: weakPassword('password'),
    InvalidParameterException: invalid(ofAccount.accountIncomplete),
  },
  'RespondToAuthChallenge MFA_SETUP': ofSession,
  'RespondToAuthChallenge WEB_AUTHN': {
    ...ofSession,
    // The same exception for the session and for the passkey: only the text tells.
    NotAuthorizedException: cause =>
      cause.message.startsWith('Invalid session') ? challengeExpired(cause) : passkeyFailed(cause),
    InvalidParameterException: passkeyFailed,
  },
  'AssociateSoftwareToken MFA_SETUP': ofSession,
  'VerifySoftwareToken MFA_SETUP': {
    ...ofSession,
    EnableSoftwareTokenMFAException: wrongAppCode,
    CodeMismatchException: wrongAppCode,
  },
}

/** Wrong or expired: to tell which would tell whether a code is out, and so whether there is somebody. */
const noSuchResetCode: Translation = cause => new AppError('code_mismatch', ofCode.resetCodeWrong, { cause })
/** Told of whoever has confirmed, and of whoever was disabled. */
const needsNoCode = invalid(ofCode.codeNotNeeded)
/** The password is set before the trigger that ends the sessions is asked. */
const sessionsLiveOn: Translation = cause =>
  new AppError('upstream_unavailable', ofNewPassword.resetOthersMayLiveOn, { cause })
const deadSession: Translation = cause => new DeadSession(cause)

const byOperation: Record<Operation, Record<string, Translation>> = {
  SignUp: {
    UsernameExistsException: atField('username_taken', 'username', errorTable.username_taken.message),
    InvalidPasswordException: weakPassword('password'),
    InvalidParameterException: invalid(ofEmail.usernameOrEmailUnusable),
  },
  ConfirmSignUp: {
    CodeMismatchException: codeMismatch,
    UserNotFoundException: codeMismatch,
    // The account is confirmed already, or disabled: no code is right for it any more.
    NotAuthorizedException: codeMismatch,
    InvalidParameterException: codeMismatch,
    ExpiredCodeException: codeExpired,
    AliasExistsException: cause => new AppError('code_mismatch', ofAccount.accountUnconfirmable, { cause }),
  },
  ResendConfirmationCode: {
    InvalidParameterException: needsNoCode,
    NotAuthorizedException: needsNoCode,
    CodeDeliveryFailureException: codeNotSent,
  },
  InitiateAuth: {
    NotAuthorizedException: invalidCredentials,
    UserNotFoundException: invalidCredentials,
    InvalidParameterException: invalidCredentials,
    PasswordResetRequiredException: invalidCredentials,
    UserNotConfirmedException: cause => new AppError('account_not_confirmed', undefined, { cause }),
  },
  ...byStepOperation,
  ForgotPassword: {},
  ConfirmForgotPassword: {
    CodeMismatchException: noSuchResetCode,
    UserNotFoundException: noSuchResetCode,
    // Disabled, not confirmed, without a verified address: no code is right.
    NotAuthorizedException: noSuchResetCode,
    UserNotConfirmedException: noSuchResetCode,
    InvalidParameterException: noSuchResetCode,
    ExpiredCodeException: noSuchResetCode,
    InvalidPasswordException: weakPassword('password'),
    UserLambdaValidationException: sessionsLiveOn,
    UnexpectedLambdaException: sessionsLiveOn,
  },
  GetTokensFromRefreshToken: {
    NotAuthorizedException: deadSession,
    UserNotFoundException: deadSession,
    InvalidParameterException: deadSession,
    // Another tab has replaced it, perhaps, and then its cookies are the good ones.
    RefreshTokenReuseException: sessionEnded,
  },
  RevokeToken: {
    // What was sent is no refresh token, so there is nothing to end.
    InvalidParameterException: sessionEnded,
    UnsupportedTokenTypeException: sessionEnded,
  },
  ...byAccountOperation,
}

/** An `AppError` for what can be expected of Cognito; anything else comes back as it is, a bug of ours. */
export function translate(error: unknown, operation: Operation): unknown {
  if (!(error instanceof Error)) return error
  const translation = byOperation[operation][error.name] ?? always[error.name]
  if (translation) return translation(error)
  return isOutage(error) ? unavailable(error) : error
}

/** Only the text tells it from a session that is not taken, and from an account that is disabled. */
export const isConfirmedAlready = ({ message }: NotAuthorizedException) =>
  message === 'User cannot be confirmed. Current status is CONFIRMED'

/** The access token has been revoked, by itself or with all others of its user. */
export const isRevoked = (error: unknown) =>
  error instanceof NotAuthorizedException && error.message === 'Access Token has been revoked'

/** What `budget.ts` decides by. A time-out is neither: whoever was silent for so long is not asked again. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return 'other'
  if (throttlings.has(error.name)) return 'throttled'
  return isOutage(error) ? 'outage' : 'other'
}

/** `LimitExceededException` is none of them, though the SDK has it so: it lasts, and asking again prolongs it. */
const throttlings: ReadonlySet<string> = new Set(['TooManyRequestsException', 'ThrottlingException'])

/** Cognito's own failures, and everything that can happen to a connection. */
function isOutage(error: Error & { $metadata?: { httpStatusCode?: number }; syscall?: unknown }) {
  return (
    (error.$metadata?.httpStatusCode ?? 0) >= 500 ||
    error instanceof UnreadableAnswer ||
    isBroken(error) ||
    error.syscall !== undefined
  )
}

const isBroken = (error: Error & { code?: unknown }) => error.code === 'ECONNRESET' || error.code === 'EPIPE'
