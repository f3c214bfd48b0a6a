/** What the screens say that lead to a session, but for the first. */
export const guests = {
  username: 'Username',

  signUp: {
    title: 'Create your account',
    haveAccount: 'Have an account? {signIn}',
    usernameHint: 'Your public name. It cannot be changed later.',
    email: 'Email',
    action: 'Create account',
  },

  confirmScreen: {
    title: 'Check your email',
    lead: 'Enter the {count}-digit code we sent to your email address.',
    leadFor: 'Enter the {count}-digit code we sent to your email address for {username}.',
    leadSentTo: 'Enter the {count}-digit code we sent to {destination} for {username}.',
    confirmedAlready: 'Confirmed already? {signIn}',
    notYou: 'Not {username}? {useAnother}',
    useAnother: 'Use another username',
    'not-confirmed': 'Your account is not confirmed yet, so we have sent you a fresh code.',
    'code-not-sent': 'Your account is not confirmed yet. Enter the code we sent you, or ask for a new one.',
    /** The code of a new account could not be sent. */
    'delivery-failed': 'We could not send its code just now. Ask for a new one.',
    madeTitle: 'Your account is made',
    madeLead: 'It needs one thing more: a {count}-digit code that we send to your email address.',
  },

  challenge: {
    notYou: 'Not you, or stuck? {startAgain}',
    startAgain: 'Start again',
    TOTP: {
      title: 'Enter your code',
      /** {app}: our name, as the app lists it. */
      lead: 'Open your authenticator app and enter the {count} digits that it shows for {app}.',
    },
    NEW_PASSWORD_REQUIRED: {
      title: 'Choose your password',
      lead: 'The one you signed in with was a temporary one. From now on, only you will know it.',
      action: 'Set password',
    },
    MFA_SETUP: {
      title: 'Set up your authenticator',
      lead: 'Accounts here are kept safe by an authenticator app too. Scan this code with yours, then enter what it shows.',
    },
    WEB_AUTHN: {
      title: 'Use your passkey',
      lead: 'Your browser asks for it now.',
      action: 'Use your passkey',
    },
  },

  forgotPassword: {
    lead: 'Tell us who you are. We send a code to the email address of your account, and with it you choose a new password.',
    action: 'Send a code',
    /** The password. */
    remembered: 'Remembered it? {signIn}',
    sent: 'If there is an account, a new code is on its way.',
  },

  resetPassword: {
    title: 'Choose a new password',
    lead: 'Enter the {count}-digit code from our email.',
    leadFor: 'Enter the {count}-digit code from our email for {identifier}.',
    leadSent:
      'If there is an account for {identifier}, a {count}-digit code is on its way to its email address.',
    /** {identifier}: a username or an email address. */
    notYou: 'Not {identifier}? {useAnother}',
    useAnother: 'Use another name',
    action: 'Set new password',
  },

  notFound: {
    title: 'There is no door here',
    lead: 'This address leads nowhere. It may be mistyped, or the page has moved.',
    action: 'Go to the start',
  },
} as const
