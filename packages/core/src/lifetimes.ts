/** How long things last. The pool's client is configured with these, and the functions count by them. */

/** Of ID and access tokens: the shortest that Cognito allows, for a token works until it expires. */
export const tokenMinutes = 5

/** Of a session: rotation replaces the refresh token, and does not prolong it. */
export const sessionDays = 7

/** How long a refresh token goes on working after it was replaced, for tabs that refresh at once. */
export const rotationGraceSeconds = 30

/** Of a challenge, from one step of a sign-in to the next. */
export const challengeMinutes = 3

/** Changes that could lock somebody out want a sign-in that is not older than this. */
export const freshSignInSeconds = 5 * 60

/** Of a code that proves an address. Cognito's own. */
export const codeHours = 24

/** Of a code that sets a new password. Cognito's own. */
export const resetCodeHours = 1

/** Of the temporary password in an invitation. */
export const invitationDays = 7

/** How long a browser may find the account that a sign-up has made whose answer was lost. */
export const signUpAttemptMinutes = 15
