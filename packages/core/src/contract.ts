/**
 * The API, one row a route.
 *
 * From a row come the route with its authorizer and request model
 * (`infra/api.ts`), the parsing in front of the handler and behind it
 * (`packages/functions`), the site's client (`packages/web`) and the OpenAPI
 * document (`docs/openapi.json`).
 */
import type { Endpoint } from './endpoint.ts'
import * as account from './routes/account.ts'
import { forgotPassword, resetPassword } from './routes/recovery.ts'
import { confirm, resendCode, signUp } from './routes/registration.ts'
import { secret } from './routes/secret.ts'
import { refreshSession, signOut } from './routes/session.ts'
import { signIn, signInChallenge, signInPasskey } from './routes/sign-in.ts'

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
