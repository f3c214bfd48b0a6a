/** What is told about an account as a whole, and about steps that have to be begun again. */
export const tookTooLong = 'That took too long. Start again.'
export const signInAgain = 'Sign in again.'
export const characterUnusable = 'There is a character in it that cannot be used. Type it again.'
export const accountUnconfirmable =
  'This account cannot be confirmed. If you have another one, sign in to it.'
export const accountIncomplete =
  'Your account is not complete: it lacks an address. Ask whoever made it for you.'
