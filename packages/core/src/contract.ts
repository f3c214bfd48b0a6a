/**
 * The API, one row a route.
 *
 * From a row come the route with its authorizer and request model
 * (`infra/api.ts`), the parsing in front of the handler and behind it
 * (`packages/functions`), and the site's client (`packages/web`).
 */
import * as v from 'valibot'
import { Code, CurrentPassword, Email, Identifier, NewPassword, Username } from './rules.ts'

/** `public` is open to anyone; `session` wants the ID token of a signed-in user as Bearer. */
export type Access = 'public' | 'session'

export type Endpoint = {
  method: 'GET' | 'POST'
  /** As the gateway knows it. The site reaches it under `/api`. */
  path: `/${string}`
  access: Access
  /** Of the answer when all goes well. */
  status: 200 | 201
  /** Absent where nothing is sent. Keys that it does not name are refused. */
  body?: v.StrictObjectSchema<v.ObjectEntries, undefined>
  reply: v.StrictObjectSchema<v.ObjectEntries, undefined>
}

const endpoint = <const E extends Endpoint>(row: E): E => row

/** Where a code was sent. The address is masked, as Cognito masks it: `a***@e***`. */
export const Delivery = v.strictObject({ medium: v.literal('email'), destination: v.string() })

/** The ID token and the moment it expires (ISO 8601, UTC). */
export const Session = v.strictObject({
  idToken: v.string(),
  expiresAt: v.pipe(v.string(), v.isoTimestamp()),
})

export const contract = {
  signUp: endpoint({
    method: 'POST',
    path: '/sign-up',
    access: 'public',
    status: 201,
    body: v.strictObject({ username: Username, email: Email, password: NewPassword }),
    reply: v.strictObject({ delivery: Delivery }),
  }),
  confirm: endpoint({
    method: 'POST',
    path: '/confirm',
    access: 'public',
    status: 200,
    body: v.strictObject({ username: Username, code: Code }),
    reply: v.strictObject({ confirmed: v.literal(true) }),
  }),
  resendCode: endpoint({
    method: 'POST',
    path: '/resend-code',
    access: 'public',
    status: 200,
    body: v.strictObject({ username: Username }),
    reply: v.strictObject({ delivery: Delivery }),
  }),
  signIn: endpoint({
    method: 'POST',
    path: '/sign-in',
    access: 'public',
    status: 200,
    body: v.strictObject({ username: Identifier, password: CurrentPassword }),
    reply: Session,
  }),
  secret: endpoint({
    method: 'GET',
    path: '/secret',
    access: 'session',
    status: 200,
    reply: v.strictObject({ secret: v.string() }),
  }),
} satisfies Record<string, Endpoint>

export type Contract = typeof contract
export type RouteName = keyof Contract

/** What a route takes, as the handler receives it; `undefined` where nothing is sent. */
export type Body<E extends Endpoint> = E['body'] extends v.GenericSchema
  ? v.InferOutput<E['body']>
  : undefined

export type Reply<E extends Endpoint> = v.InferOutput<E['reply']>
