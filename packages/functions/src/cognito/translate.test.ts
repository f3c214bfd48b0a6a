import { AppError } from '@latchkey/core/errors'
import { describe, expect, test } from 'vitest'
import { DeadSession } from './dead-session.ts'
import { type Operation, translate } from './translate.ts'

const failure = (name: string, message = 'text of Cognito', more = {}) =>
  Object.assign(new Error(message), { name, ...more })

const translated = (operation: Operation, error: Error) => {
  const result = translate(error, operation)
  if (!(result instanceof AppError)) throw new Error(`${error.name} was not translated`)
  return result
}

test.each<[Operation, string, string]>([
  ['SignUp', 'UsernameExistsException', 'username_taken'],
  ['SignUp', 'InvalidPasswordException', 'password_rejected'],
  ['SignUp', 'InvalidParameterException', 'invalid_request'],
  ['ConfirmSignUp', 'CodeMismatchException', 'code_mismatch'],
  ['ConfirmSignUp', 'ExpiredCodeException', 'code_expired'],
  ['InitiateAuth', 'NotAuthorizedException', 'invalid_credentials'],
  ['InitiateAuth', 'UserNotConfirmedException', 'account_not_confirmed'],
  ['ResendConfirmationCode', 'LimitExceededException', 'too_many_attempts'],
  ['ResendConfirmationCode', 'NotAuthorizedException', 'invalid_request'],
  ['InitiateAuth', 'TooManyRequestsException', 'busy'],
  ['SignUp', 'TimeoutError', 'upstream_timeout'],
  ['RespondToAuthChallenge SOFTWARE_TOKEN_MFA', 'CodeMismatchException', 'code_mismatch'],
  ['RespondToAuthChallenge SOFTWARE_TOKEN_MFA', 'ExpiredCodeException', 'code_expired'],
  ['RespondToAuthChallenge SOFTWARE_TOKEN_MFA', 'NotAuthorizedException', 'challenge_expired'],
  ['RespondToAuthChallenge NEW_PASSWORD_REQUIRED', 'InvalidPasswordException', 'password_rejected'],
  ['RespondToAuthChallenge NEW_PASSWORD_REQUIRED', 'InvalidParameterException', 'invalid_request'],
  ['RespondToAuthChallenge NEW_PASSWORD_REQUIRED', 'NotAuthorizedException', 'challenge_expired'],
  ['RespondToAuthChallenge MFA_SETUP', 'NotAuthorizedException', 'challenge_expired'],
  ['RespondToAuthChallenge WEB_AUTHN', 'NotAuthorizedException', 'invalid_credentials'],
  ['AssociateSoftwareToken MFA_SETUP', 'NotAuthorizedException', 'challenge_expired'],
  ['VerifySoftwareToken MFA_SETUP', 'EnableSoftwareTokenMFAException', 'code_mismatch'],
  ['VerifySoftwareToken MFA_SETUP', 'NotAuthorizedException', 'challenge_expired'],
  ['ForgotPassword', 'LimitExceededException', 'too_many_attempts'],
  ['ConfirmForgotPassword', 'CodeMismatchException', 'code_mismatch'],
  ['ConfirmForgotPassword', 'InvalidPasswordException', 'password_rejected'],
  ['ConfirmForgotPassword', 'TooManyFailedAttemptsException', 'too_many_attempts'],
  ['GetTokensFromRefreshToken', 'RefreshTokenReuseException', 'session_ended'],
  ['GetTokensFromRefreshToken', 'NotAuthorizedException', 'session_ended'],
  ['RevokeToken', 'UnsupportedTokenTypeException', 'session_ended'],
])('%s failing with %s is %s', (operation, name, code) => {
  expect(translated(operation, failure(name)).code).toBe(code)
})

test('an unknown name and a wrong password are the same failure', () => {
  const unknown = translated('InitiateAuth', failure('UserNotFoundException'))
  const wrong = translated(
    'InitiateAuth',
    failure('NotAuthorizedException', 'Incorrect username or password.'),
  )
  expect([unknown.code, unknown.message]).toEqual([wrong.code, wrong.message])
})

test('a code for nobody, or for a confirmed account, is answered like a wrong one', () => {
  const wrong = translated('ConfirmSignUp', failure('CodeMismatchException'))
  for (const name of ['UserNotFoundException', 'NotAuthorizedException']) {
    const other = translated('ConfirmSignUp', failure(name))
    expect([other.code, other.message]).toEqual([wrong.code, wrong.message])
  }
})

test('a reset for nobody, and a code that has expired, are answered like a wrong code', () => {
  const wrong = translated('ConfirmForgotPassword', failure('CodeMismatchException'))
  for (const name of [
    'UserNotFoundException',
    'NotAuthorizedException',
    'UserNotConfirmedException',
    'ExpiredCodeException',
  ]) {
    const other = translated('ConfirmForgotPassword', failure(name))
    expect([other.code, other.message]).toEqual([wrong.code, wrong.message])
  }
})

test('a passkey is told from the session that it came with', () => {
  const answer = (message: string) =>
    translated('RespondToAuthChallenge WEB_AUTHN', failure('NotAuthorizedException', message))
  expect(answer('Invalid session for the user, session can only be used once.').code).toBe(
    'challenge_expired',
  )
  expect(answer('Incorrect username or password.')).toMatchObject({
    code: 'invalid_credentials',
    message: 'That passkey did not work here. Use your password.',
  })
})

test('a session is dead when its refresh token is, but not when another tab has replaced it', () => {
  const refused = (name: string) => translated('GetTokensFromRefreshToken', failure(name))
  for (const name of ['NotAuthorizedException', 'UserNotFoundException', 'InvalidParameterException']) {
    expect(refused(name)).toBeInstanceOf(DeadSession)
  }
  expect(refused('RefreshTokenReuseException')).not.toBeInstanceOf(DeadSession)
})

test("Cognito's lockout tells when it is over at the latest", () => {
  const locked = translated('InitiateAuth', failure('NotAuthorizedException', 'Password attempts exceeded'))
  expect(locked).toMatchObject({ code: 'too_many_attempts', retryAfterSeconds: 900 })
})

describe('an outage', () => {
  test.each([
    failure('InternalErrorException', '', { $metadata: { httpStatusCode: 500 } }),
    failure('Error', 'connect ECONNREFUSED', { code: 'ECONNREFUSED', syscall: 'connect' }),
    failure('Error', 'socket hang up', { code: 'ECONNRESET' }),
    failure('TimeoutError', 'write EPIPE', { code: 'EPIPE', syscall: 'write' }),
    failure('TimeoutError', 'read ECONNRESET', { code: 'ECONNRESET', syscall: 'read' }),
  ])('is told as one: $message', error => {
    expect(translated('InitiateAuth', error).code).toBe('upstream_unavailable')
  })
})

test('nothing of what Cognito says reaches the caller', () => {
  for (const name of ['NotAuthorizedException', 'InvalidParameterException', 'UserNotFoundException']) {
    expect(translated('InitiateAuth', failure(name)).message).not.toContain('text of Cognito')
  }
})

describe('an access token that Cognito takes no longer', () => {
  const operations: Operation[] = [
    'GetUser',
    'GetUserAuthFactors',
    'GlobalSignOut',
    'DeleteUser',
    'ChangePassword',
    'UpdateUserAttributes',
    'VerifyUserAttribute',
    'AssociateSoftwareToken',
    'VerifySoftwareToken',
    'SetUserMFAPreference',
    'StartWebAuthnRegistration',
    'CompleteWebAuthnRegistration',
    'ListWebAuthnCredentials',
    'DeleteWebAuthnCredential',
  ]
  test.each(operations)('ends the session, whatever was to be done: %s', operation => {
    for (const error of [
      failure('NotAuthorizedException', 'Access Token has expired'),
      failure('NotAuthorizedException', 'Access Token has been revoked'),
      failure('UserNotFoundException'),
    ]) {
      expect(translated(operation, error).code).toBe('session_ended')
    }
  })
})

test('a wrong current password is told at its field; the lockout is told as one', () => {
  const wrong = failure('NotAuthorizedException', 'Incorrect username or password.')
  expect(translated('ChangePassword', wrong)).toMatchObject({
    code: 'invalid_credentials',
    fields: { currentPassword: 'That is not your current password.' },
  })
  const locked = failure('NotAuthorizedException', 'Password attempts exceeded')
  expect(translated('ChangePassword', locked).code).toBe('too_many_attempts')
})

test.each<[Operation, string, string]>([
  ['ChangePassword', 'InvalidPasswordException', 'password_rejected'],
  ['ChangePassword', 'LimitExceededException', 'too_many_attempts'],
  ['UpdateUserAttributes', 'InvalidParameterException', 'invalid_request'],
  ['UpdateUserAttributes', 'CodeDeliveryFailureException', 'upstream_unavailable'],
  ['VerifyUserAttribute', 'AliasExistsException', 'invalid_request'],
  ['AssociateSoftwareToken', 'ConcurrentModificationException', 'busy'],
  ['VerifySoftwareToken', 'EnableSoftwareTokenMFAException', 'code_mismatch'],
  ['VerifySoftwareToken', 'SoftwareTokenMFANotFoundException', 'invalid_request'],
  ['CompleteWebAuthnRegistration', 'WebAuthnChallengeNotFoundException', 'challenge_expired'],
  ['CompleteWebAuthnRegistration', 'WebAuthnClientMismatchException', 'invalid_request'],
  ['CompleteWebAuthnRegistration', 'LimitExceededException', 'invalid_request'],
])('of an account, %s failing with %s is %s', (operation, name, code) => {
  expect(translated(operation, failure(name)).code).toBe(code)
})

test('what was not expected stays as it is, a bug', () => {
  const error = failure('ResourceNotFoundException')
  expect(translate(error, 'SignUp')).toBe(error)
})
