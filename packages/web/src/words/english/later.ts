import { guests } from './guests.ts'
import { members } from './members.ts'

/** What the screens say that come after the first. */
export const later = {
  close: 'Close',

  connection: {
    away: 'You are offline. What you typed stays here until you can go on.',
    back: 'You are online again.',
  },

  newVersion: {
    text: 'There is a newer version of this page.',
    action: 'Load it',
  },

  /** Of a code. */
  digitCode: '{count}-digit code',
  confirm: 'Confirm',
  continue: 'Continue',
  newPassword: 'New password',
  /** Behind a rule that a password meets; only heard. */
  ruleMet: '(done)',
  sendNewCode: 'Send a new code',
  noCodeYet: 'No code yet? It can take a minute. Look among your spam too.',
  newCodeSent: 'A new code is on its way to {destination}.',
  /** At an email address. */
  codeGoesThere: 'We send a code there, to see that it is yours.',

  authenticator: {
    open: 'Open in your authenticator app',
    qrCode: 'QR code for your authenticator app',
    noScan: 'No way to scan it? Enter this key in the app.',
    copy: 'Copy the key',
    copied: 'Copied',
    isCopied: 'The key is copied.',
  },

  language: 'Language',

  /** In the head of the page. */
  navigation: { label: 'Your pages', secret: 'Secret', account: 'Account' },

  ...guests,
  ...members,
} as const
