/** Refusals that more than one operation gives, each in Cognito's words. */
import { ServiceError } from '../errors.ts'
import { openText } from './open-texts.ts'

export const incorrectCredentials = () =>
  new ServiceError('NotAuthorizedException', 'Incorrect username or password.')

export const unknownUser = () =>
  new ServiceError('UserNotFoundException', 'Username/client id combination not found.')

/** Where it is no secret who exists. */
export const noSuchUser = () => new ServiceError('UserNotFoundException', 'User does not exist.')

export const userDisabled = () => new ServiceError('NotAuthorizedException', 'User is disabled.')

export const codeMismatch = () =>
  new ServiceError('CodeMismatchException', 'Invalid verification code provided, please try again.')

export const codeExpired = () =>
  new ServiceError('ExpiredCodeException', 'Invalid code provided, please request a code again.')

export const resetNotPossible = () => notAuthorized('User password cannot be reset in the current state.')

export const noRecoveryAddress = () =>
  invalidParameter(
    'Cannot reset password for the user as there is no registered/verified email or phone_number',
  )

export const invalidSession = () => notAuthorized('Invalid session for the user.')

/** The holder of a token that is still good has been deleted. */
export const userDeleted = () => new ServiceError('UserNotFoundException', openText.userDeleted)

export const invalidParameter = (message: string) => new ServiceError('InvalidParameterException', message)

export const notAuthorized = (message: string) => new ServiceError('NotAuthorizedException', message)
