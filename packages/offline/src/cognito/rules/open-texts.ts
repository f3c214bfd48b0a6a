/**
 * Texts for which no recording from AWS was at hand. The exception types
 * around them are Cognito's; a later recording changes this table only.
 *
 * No test asserts on one of these.
 */
export const openText = {
  secretHashMissing: (clientId: string) =>
    `Client ${clientId} is configured with secret but SECRET_HASH was not received`,
  signUpClosed: 'SignUp is not permitted for this user pool',
  passwordMissing: 'Password is required for this user pool',
  invalidEmail: 'Invalid email address format.',
  emailNotUsername: 'Cannot modify an already provided email',
  tooShort: (name: string, length: number) => `${name}: String must be of min length ${length}`,
  tooLong: (name: string, length: number) => `${name}: String must be of max length ${length}`,
  notANumber: (name: string) => `${name}: Value must be a number`,
  tooSmall: (name: string, least: number) => `${name}: Number must be greater than or equal to ${least}`,
  tooLarge: (name: string, most: number) => `${name}: Number must be less than or equal to ${most}`,
  aliasExists: 'An account with the given email already exists.',
  resetRequired: 'Password reset required for the user',
  invalidSignature: 'Could not verify signature for Access Token',
  userDeleted: 'User does not exist.',
  internalError: 'Internal server error',
  bodyTooLarge: 'Request body is too large',
  defaultSubject: 'Your verification code',
  defaultBody: 'Your confirmation code is {####}',
} as const
