/** Refusals that more than one operation gives, each in Cognito's words. */
import { ServiceError } from '../errors.ts'
import { openText } from './open-texts.ts'

export const incorrectCredentials = () =>
  new ServiceError('NotAuthorizedException', 'Incorrect username or password.')

export const unknownUser = () =>
  new ServiceError('UserNotFoundException', 'Username/client id combination not found.')

export const userDisabled = () => new ServiceError('NotAuthorizedException', 'User is disabled.')

export const codeMismatch = () =>
  new ServiceError('CodeMismatchException', 'Invalid verification code provided, please try again.')

export const codeExpired = () =>
  new ServiceError('ExpiredCodeException', 'Invalid code provided, please request a code again.')

/** The holder of a token that is still good has been deleted. */
export const userDeleted = () => new ServiceError('UserNotFoundException', openText.userDeleted)

export const invalidParameter = (message: string) => new ServiceError('InvalidParameterException', message)

export const notAuthorized = (message: string) => new ServiceError('NotAuthorizedException', message)
