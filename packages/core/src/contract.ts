/**
 * The API, one row a route.
 *
 * From a row come the route with its authorizer and request model
 * (`infra/api.ts`), the parsing in front of the handler and behind it
 * (`packages/functions`), the site's client (`packages/web`) and the OpenAPI
 * document (`docs/openapi.json`).
 *
 * What a person may type is in `rules/`. The same rules run in the browser, to
 * help, and in the functions, to decide. Nothing is trimmed or re-cased by
 * them: a form may tidy a name before it sends it, a password is taken as it
 * was typed.
 */
import type { Endpoint } from './endpoint.ts'
import * as account from './routes/account.ts'
import { forgotPassword, resetPassword } from './routes/recovery.ts'
import { confirm, resendCode, signUp } from './routes/registration.ts'
import { secret } from './routes/secret.ts'
import { refreshSession, signOut } from './routes/session.ts'
import { signIn } from './routes/sign-in.ts'
import { signInChallenge } from './routes/sign-in-challenge.ts'
import { signInPasskey } from './routes/sign-in-passkey.ts'

export const contract = {
  signUp,
  confirm,
  resendCode,
  signIn,
  signInChallenge,
  signInPasskey,
  forgotPassword,
  resetPassword,
  refreshSession,
  signOut,
  secret,
  ...account,
} satisfies Record<string, Endpoint>

export type RouteName = keyof typeof contract
