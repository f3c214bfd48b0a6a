/**
 * What an operation answers when it refuses.
 *
 * Callers branch on the type. Messages are what Cognito says, so they never
 * hold a password, a code, a token or a secret.
 */
export type ErrorType =
  | 'AliasExistsException'
  | 'CodeMismatchException'
  | 'EnableSoftwareTokenMFAException'
  | 'ExpiredCodeException'
  | 'FeatureUnavailableInTierException'
  | 'InternalErrorException'
  | 'InvalidLambdaResponseException'
  | 'InvalidParameterException'
  | 'InvalidPasswordException'
  | 'LimitExceededException'
  | 'MissingAuthenticationTokenException'
  | 'NotAuthorizedException'
  | 'PasswordHistoryPolicyViolationException'
  | 'PasswordResetRequiredException'
  | 'RefreshTokenReuseException'
  | 'RequestEntityTooLargeException'
  | 'ResourceNotFoundException'
  | 'SerializationException'
  | 'SoftwareTokenMFANotFoundException'
  | 'UnauthorizedException'
  | 'UnexpectedLambdaException'
  | 'UnknownOperationException'
  | 'UnsupportedOperationException'
  | 'UnsupportedTokenTypeException'
  | 'UnsupportedUserStateException'
  | 'UserLambdaValidationException'
  | 'UserNotConfirmedException'
  | 'UserNotFoundException'
  | 'UsernameExistsException'
  | 'WebAuthnChallengeNotFoundException'
  | 'WebAuthnClientMismatchException'
  | 'WebAuthnConfigurationMissingException'
  | 'WebAuthnCredentialNotSupportedException'
  | 'WebAuthnNotEnabledException'
  | 'WebAuthnOriginNotAllowedException'
  | 'WebAuthnRelyingPartyMismatchException'
  | typeof unsupportedType

/** No exception of Cognito's has this name, so nobody can take it for an answer of Cognito's. */
const unsupportedType = 'OfflineUnsupportedOperation'

export class ServiceError extends Error {
  override readonly name = 'ServiceError'
  readonly type: ErrorType
  /** 400 for every exception that is the caller's doing, whatever it says. */
  readonly status: number

  constructor(type: ErrorType, message = '', status = 400) {
    super(message)
    this.type = type
    this.status = status
  }
}

/** For what Cognito does and this stand-in does not. `what` is the subject of the sentence. */
export function unsupported(what: string) {
  return new ServiceError(unsupportedType, `${what} is not supported by the offline Cognito.`, 501)
}
