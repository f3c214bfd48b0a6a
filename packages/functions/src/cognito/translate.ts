/**
 * Cognito's exceptions in the words of our error table: the only place that
 * knows both.
 *
 * What a stranger could learn from is made alike here: an unknown name and a
 * wrong password, a code for nobody and a wrong code.
 */
import { AppError } from '@latchkey/core/errors'

export type Operation = 'SignUp' | 'ConfirmSignUp' | 'ResendConfirmationCode' | 'InitiateAuth'

type Translation = (cause: Error) => AppError

/**
 * Seconds. Cognito does not say how long a limit still lasts; its lockout ends
 * after this long without attempts at the latest.
 */
const attemptLimitSeconds = 15 * 60
const busySeconds = 2

const invalidCredentials: Translation = cause =>
  // Cognito's lockout has no exception of its own, only this text.
  cause.message === 'Password attempts exceeded'
    ? tooManyAttempts(cause)
    : new AppError('invalid_credentials', undefined, { cause })
const codeMismatch: Translation = cause => new AppError('code_mismatch', undefined, { cause })
const codeExpired: Translation = cause => new AppError('code_expired', undefined, { cause })
const tooManyAttempts: Translation = cause =>
  new AppError('too_many_attempts', undefined, { cause, retryAfterSeconds: attemptLimitSeconds })
const busy: Translation = cause => new AppError('busy', undefined, { cause, retryAfterSeconds: busySeconds })
const unavailable: Translation = cause => new AppError('upstream_unavailable', undefined, { cause })

const always: Record<string, Translation> = {
  LimitExceededException: tooManyAttempts,
  TooManyFailedAttemptsException: tooManyAttempts,
  TooManyRequestsException: busy,
  ThrottlingException: busy,
  TimeoutError: cause => new AppError('upstream_timeout', undefined, { cause }),
}

const byOperation: Record<Operation, Record<string, Translation>> = {
  SignUp: {
    UsernameExistsException: cause =>
      new AppError('username_taken', undefined, {
        cause,
        fields: { username: 'That username is taken. Choose another one.' },
      }),
    InvalidPasswordException: cause =>
      new AppError('password_rejected', undefined, {
        cause,
        fields: { password: 'Choose another password: this one is too weak.' },
      }),
    InvalidParameterException: cause =>
      new AppError('invalid_request', 'The username or the email address cannot be used. Check both.', {
        cause,
      }),
    CodeDeliveryFailureException: cause =>
      new AppError(
        'upstream_unavailable',
        'Your account exists, but the code could not be sent. Ask for a new one.',
        {
          cause,
        },
      ),
  },
  ConfirmSignUp: {
    CodeMismatchException: codeMismatch,
    UserNotFoundException: codeMismatch,
    // The account is confirmed already, or disabled: no code is right for it any more.
    NotAuthorizedException: codeMismatch,
    InvalidParameterException: codeMismatch,
    ExpiredCodeException: codeExpired,
    AliasExistsException: cause =>
      new AppError(
        'code_mismatch',
        'This account cannot be confirmed. If you have another one, sign in to it.',
        {
          cause,
        },
      ),
  },
  ResendConfirmationCode: {
    InvalidParameterException: cause =>
      new AppError('invalid_request', 'This account needs no code. Sign in to it.', { cause }),
    CodeDeliveryFailureException: cause =>
      new AppError('upstream_unavailable', 'The code could not be sent. Try again in a moment.', { cause }),
  },
  InitiateAuth: {
    NotAuthorizedException: invalidCredentials,
    UserNotFoundException: invalidCredentials,
    InvalidParameterException: invalidCredentials,
    PasswordResetRequiredException: invalidCredentials,
    UserNotConfirmedException: cause => new AppError('account_not_confirmed', undefined, { cause }),
  },
}

/** An `AppError` for what can be expected of Cognito; anything else comes back as it is, a bug of ours. */
export function translate(error: unknown, operation: Operation): unknown {
  if (!(error instanceof Error)) return error
  const translation = byOperation[operation][error.name] ?? always[error.name]
  if (translation) return translation(error)
  return isOutage(error) ? unavailable(error) : error
}

/** Cognito's own failures, and everything that can happen to a connection. */
function isOutage(
  error: Error & { $metadata?: { httpStatusCode?: number }; code?: unknown; syscall?: unknown },
) {
  return (
    (error.$metadata?.httpStatusCode ?? 0) >= 500 ||
    error.code === 'ECONNRESET' ||
    error.syscall !== undefined
  )
}
