/** What a form finds before it sends anything, or knows better than the API. In English: another language finds its own sentence by it. */
export const passwordNotYours = 'That is not your password.'
export const usernameFirst = 'Enter your username first.'
export const identifierFirst = 'Enter your username or email address first.'
export const newPasswordFirst = 'You need a new password first. Sign out, then sign in again.'
export const anotherStepFirst = 'Signing in takes another step by now. Sign out, then sign in again.'
