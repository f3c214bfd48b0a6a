/**
 * How much the gateway lets through to a route, from everybody together. What
 * is above it is refused with 429 before a function runs.
 *
 * Cognito counts by kind of call, for the whole account in one Region, and what
 * one route asks too much the others lack. So routes that make the same kind of
 * call have no more than its quota between them.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 */
import type { RouteName } from '@latchkey/core/contract'

/** A token bucket: how fast it fills, and how many requests can come at once. */
export type Throttle = { perSecond: number; burst: number }

/** For each route that is not named below: a twentieth of what an account's APIs have together. */
export const usual: Throttle = { perSecond: 500, burst: 1000 }

export const throttles: Partial<Record<RouteName, Throttle>> = {
  // InitiateAuth: 120 a second. The first is where passwords are guessed.
  signIn: { perSecond: 100, burst: 200 },
  signInPasskey: { perSecond: 20, burst: 40 },
  // RespondToAuthChallenge has three times as much; nobody answers more often than they begin.
  signInChallenge: { perSecond: 100, burst: 200 },

  // User creation: 50 a second. The first sends mail, the second is where codes are guessed.
  signUp: { perSecond: 20, burst: 40 },
  confirm: { perSecond: 30, burst: 60 },

  // Account recovery: 30 a second, which AWS does not raise.
  forgotPassword: { perSecond: 10, burst: 20 },
  resetPassword: { perSecond: 10, burst: 20 },
  changePassword: { perSecond: 10, burst: 20 },

  // Tokens: 120 a second, and a cookie that is worth nothing gets as far as Cognito.
  refreshSession: { perSecond: 80, burst: 160 },
  signOut: { perSecond: 40, burst: 80 },

  // Updates: 25 a second. The first sends mail.
  changeEmail: { perSecond: 10, burst: 20 },
  confirmEmail: { perSecond: 10, burst: 40 },

  // Sends mail.
  resendCode: { perSecond: 20, burst: 40 },
}
