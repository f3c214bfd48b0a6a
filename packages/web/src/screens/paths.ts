/**
 * The addresses of our screens, and what one screen hands to the next.
 *
 * A way back travels in the address, so that it survives a reload and a new
 * tab. What is only of use to the next screen travels in the history entry,
 * where servers and their logs do not see it.
 */
import { Username } from '@latchkey/core/rules'
import * as v from 'valibot'

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

const SignInArrival = v.fallback(
  v.object({
    identifier: v.optional(v.string()),
    because: v.optional(
      v.picklist(['confirmed', 'reset', 'expired', 'challenge-lost', 'signed-out', 'deleted']),
    ),
  }),
  {},
)

const ConfirmArrival = v.fallback(
  v.object({
    username: v.optional(Username),
    destination: v.optional(v.string()),
    because: v.optional(v.picklist(['not-confirmed', 'code-not-sent'])),
  }),
  {},
)

const RecoveryArrival = v.fallback(
  v.object({ identifier: v.optional(v.string()), isCodeSent: v.optional(v.boolean()) }),
  {},
)

export type SignInArrival = v.InferOutput<typeof SignInArrival>
export type ConfirmArrival = v.InferOutput<typeof ConfirmArrival>
export type RecoveryArrival = v.InferOutput<typeof RecoveryArrival>

/** History entries outlive a deploy, so they are read like any other input. */
export const signInArrival = (state: unknown): SignInArrival => v.parse(SignInArrival, state)
export const confirmArrival = (state: unknown): ConfirmArrival => v.parse(ConfirmArrival, state)
export const recoveryArrival = (state: unknown): RecoveryArrival => v.parse(RecoveryArrival, state)

/** The name in `/confirm#username=…` and `/reset-password#username=…`, as our emails link to them. */
export function usernameInFragment(fragment: string): string | undefined {
  const username = new URLSearchParams(fragment.replace(/^#/, '')).get('username')
  return v.is(Username, username) ? username : undefined
}
