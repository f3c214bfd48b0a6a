/** What stands on the first screen, and what everything else may need: it comes with the page. */
export const first = {
  tryAgain: 'Try again',
  cancel: 'Cancel',
  signIn: 'Sign in',
  /** Below a button that was pressed. */
  slow: 'This takes longer than usual. You need not press again.',

  usernameOrEmail: 'Username or email',
  password: 'Password',
  show: 'Show',
  hide: 'Hide',
  showPassword: 'Show password',
  hidePassword: 'Hide password',
  checkFields: { one: 'Check the marked field.', other: 'Check the marked fields.' },
  /** {when}: “in 15 minutes”. */
  tooManyAttempts: 'Too many attempts. Try again {when}.',

  signInScreen: {
    title: 'Sign in',
    newHere: 'New here? {createAccount}',
    createAccount: 'Create an account',
    forgotPassword: 'Forgot your password?',
    /** Between two ways in. */
    or: 'or',
    withPasskey: 'Sign in with a passkey',
    noPasskey: 'There is no passkey for that here. Use your password.',
    confirmed: 'Your account is confirmed. Sign in to open the door.',
    expired: 'Your session has ended, to keep your account safe. Sign in to go on where you were.',
    'signed-out': 'You have signed out.',
    reset: 'Your new password is set. Sign in with it.',
    'challenge-lost': 'That took too long, or the page was loaded again. Sign in once more.',
    deleted: 'Your account is deleted, with everything in it.',
  },

  crash: {
    title: 'Load the page again',
    lead: 'There is a newer version, or the mistake is ours. If it does not help, come back later.',
    action: 'Load again',
    offline: 'You are offline. This page comes when the connection is back.',
  },

  unreachable: {
    title: 'One moment',
    lead: 'We cannot be reached just now. You are still signed in, and we go on trying.',
  },
} as const
