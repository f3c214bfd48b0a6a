/**
 * The addresses of our screens. A way back travels in the address, so that it
 * survives a reload and a new tab.
 */

type Way = { returnTo?: string | null }

const withReturn =
  (path: string) =>
  ({ returnTo }: Way = {}) =>
    returnTo ? `${path}?${new URLSearchParams({ returnTo })}` : path

export const paths = {
  home: '/',
  secret: '/secret',
  signIn: withReturn('/sign-in'),
  signUp: withReturn('/sign-up'),
  confirm: withReturn('/confirm'),
  challenge: withReturn('/sign-in/challenge'),
  forgotPassword: withReturn('/forgot-password'),
  resetPassword: withReturn('/reset-password'),
  account: '/account',
} as const

/** Where a visitor goes who has just signed in and did not want anything in particular. */
export const landing = paths.secret
