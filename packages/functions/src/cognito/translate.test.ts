import { AppError } from '@latchkey/core/errors'
import { describe, expect, test } from 'vitest'
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
  ['InitiateAuth', 'TooManyRequestsException', 'busy'],
  ['SignUp', 'TimeoutError', 'upstream_timeout'],
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

test("Cognito's lockout tells when it is over at the latest", () => {
  const locked = translated('InitiateAuth', failure('NotAuthorizedException', 'Password attempts exceeded'))
  expect(locked).toMatchObject({ code: 'too_many_attempts', retryAfterSeconds: 900 })
})

describe('an outage', () => {
  test.each([
    failure('InternalErrorException', '', { $metadata: { httpStatusCode: 500 } }),
    failure('Error', 'connect ECONNREFUSED', { code: 'ECONNREFUSED', syscall: 'connect' }),
    failure('Error', 'socket hang up', { code: 'ECONNRESET' }),
  ])('is told as one: $message', error => {
    expect(translated('InitiateAuth', error).code).toBe('upstream_unavailable')
  })
})

test('nothing of what Cognito says reaches the caller', () => {
  for (const name of ['NotAuthorizedException', 'InvalidParameterException', 'UserNotFoundException']) {
    expect(translated('InitiateAuth', failure(name)).message).not.toContain('text of Cognito')
  }
})

test('what was not expected stays as it is, a bug', () => {
  const error = failure('ResourceNotFoundException')
  expect(translate(error, 'SignUp')).toBe(error)
})
