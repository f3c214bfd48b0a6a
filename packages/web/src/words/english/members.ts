/**
 * What the screens say to somebody who is signed in.
 *
 * A button has `words`, which are seen, and a `name` for those who hear it
 * without what stands beside it. The words are part of the name.
 */
export const members = {
  secret: {
    title: 'You are in',
    lead: 'Only people who have signed in can read this.',
    caption: 'The secret',
    fetching: 'Fetching the secret.',
    /** So that nobody reads over the visitor's shoulder; and back again. */
    shut: 'Close the door',
    open: 'Open the door',
  },

  account: {
    title: 'Your account',
    signedInAs: 'You are signed in as {username}.',
    profile: { title: 'Profile', lead: 'Who you are here, and how we reach you.' },
    username: { title: 'Username' },
    signingIn: {
      title: 'Signing in',
      /** {ways}: a list of those below. */
      lead: 'You sign in with {ways}.',
      password: 'your password',
      totp: 'your authenticator app',
      passkeys: { one: 'a passkey', other: '{count} passkeys' },
    },
    leaving: { title: 'Leaving', lead: 'For a while, or for good.' },
  },

  signOut: {
    here: 'Sign out',
    title: 'Sessions',
    summary: 'Lost a device, or left one signed in? End all of your sessions.',
    everywhere: 'Sign out everywhere',
    meaning: 'This ends your session on every device, and here too.',
    refrain: 'Stay signed in',
  },

  email: {
    title: 'Email',
    change: { words: 'Change', name: 'Change your email address' },
    changed: 'Your email address is {email} now.',
    confirmed: 'Your new email address is confirmed.',
    address: {
      label: 'Change your email address',
      field: 'New email address',
      action: 'Send a code',
    },
    confirm: {
      label: 'Confirm your new email address',
      lead: 'Enter the code we sent to {email}. Until then, {oldEmail} stays your address. {useAnother}',
      /** Where it is not known which address it was. */
      leadByLink: 'Enter the code from our email. Until then, {oldEmail} stays your address. {useAnother}',
      useAnother: 'Use another address',
    },
  },

  changePassword: {
    title: 'Password',
    summary: 'A new one signs you out everywhere else.',
    change: { words: 'Change', name: 'Change your password' },
    label: 'Change your password',
    current: 'Current password',
    action: 'Change password',
    /** With the other sessions ended, and without. */
    changed: 'Your password is changed. You are signed out everywhere else.',
    changedOnly: 'Your password is changed.',
    othersMayLiveOn:
      'Your password is changed. Other devices may still be signed in: sign out everywhere to be sure. This ends your session here too.',
    stay: {
      label: 'Stay signed in',
      lead: 'Your password is changed. To stay signed in here, enter the code that your authenticator app shows.',
      leadWhereOthersMayLiveOn:
        'Your password is changed. Other devices may still be signed in: sign out everywhere once you are in. To stay signed in here, enter the code that your authenticator app shows.',
      action: 'Stay signed in',
      leave: 'Sign in again',
    },
  },

  totp: {
    title: 'Authenticator app',
    on: 'On. You enter a code from your phone after the password.',
    off: 'Off. It asks for a code from your phone after the password.',
    setUp: { words: 'Set up', name: 'Set up the authenticator app' },
    remove: { words: 'Remove', name: 'Remove the authenticator app' },
    verified: 'Your authenticator app is on. You need its codes to sign in.',
    /** The entry is one in the app, for our site. */
    removed: 'Your authenticator app is removed. Delete the entry in it, too.',
    settingUp: {
      label: 'Set up an authenticator app',
      lead: 'Scan this code with your authenticator app. Then enter the digits that the app shows.',
      action: 'Turn it on',
    },
    removing: {
      label: 'Remove the authenticator app',
      meaning: 'Without it, your password alone is enough to sign in.',
      action: 'Remove it',
      refrain: 'Keep it',
    },
  },

  passkeys: {
    title: 'Passkeys',
    purpose: 'Sign in with your fingerprint, your face or your screen lock.',
    unsupported: 'This browser cannot make passkeys. You can add one in another browser.',
    none: 'You have no passkey yet.',
    add: { words: 'Add', name: 'Add a passkey' },
    remove: { words: 'Remove', name: 'Remove the passkey {name}' },
    added: '“{name}” is added. You can sign in with it from now on.',
    removed: '“{name}” is removed. If your device offers it again, delete it there, too.',
    /** For one without a name. */
    unnamed: 'Passkey',
    /** Where a passkey is kept. */
    devices: {
      'built-in': 'Built into a device',
      phone: 'On a phone or tablet',
      'security-key': 'Security key',
    },
    addedOn: 'Added {date}',
    deviceAddedOn: '{device} · Added {date}',
    adding: {
      label: 'Add a passkey',
      name: 'Name of the passkey',
      hint: 'To know it again in this list. Your browser asks for the rest.',
      action: 'Add passkey',
    },
    removing: {
      label: 'Remove the passkey {name}',
      meaning: 'You can no longer sign in with it then.',
      action: 'Remove it',
      refrain: 'Keep it',
    },
    /** What a new passkey is called unless somebody has another idea: “Chrome on Linux”. */
    suggestion: {
      browserOnPlatform: '{browser} on {platform}',
      browser: 'My browser',
    },
  },

  reauthentication: {
    title: 'Is it still you?',
    lead: 'You signed in a while ago. Before this change, sign in again as {username}.',
    usePasskey: 'Use a passkey',
    /** A code. */
    shownByApp: 'Your authenticator app shows it.',
  },

  deleteAccount: {
    title: 'Delete account',
    summary: 'For good, with everything in it.',
    delete: { words: 'Delete', name: 'Delete your account' },
    question: 'Delete your account?',
    lead: 'Your profile, your password, your authenticator app and your passkeys here will be gone, and all of your sessions end. Nobody can bring them back.',
    username: 'Your username',
    hint: 'Type {username} to show that you mean it.',
    action: 'Delete for good',
    refrain: 'Keep my account',
  },
} as const
