/** What a row of the contract is, and the shapes that several rows share. */
import * as v from 'valibot'

/**
 * Who may call a route.
 *
 * - `public`: anyone.
 * - `cookie`: anyone too, as far as the gateway knows; the route looks for the
 *   cookies of a session itself.
 * - `session`: who sends the ID token of a signed-in user as Bearer.
 * - `account`: the same, with the access token of the same user as a cookie.
 */
export type Access = 'public' | 'cookie' | 'session' | 'account'

type Shape = v.StrictObjectSchema<v.ObjectEntries, undefined>

export type Endpoint = {
  method: 'GET' | 'POST' | 'DELETE'
  /** As the gateway knows it, parameters in braces. The site reaches it under `/api`. */
  path: `/${string}`
  access: Access
  /** Refused as `reauthentication_required` when the sign-in is older than `freshSignInSeconds`. */
  needsFreshSignIn?: true
  /** Of the answer when all goes well. */
  status: 200 | 201 | 204
  /** The parameters of the path. */
  params?: Shape
  /** Absent where nothing is sent. Keys that it does not name are refused. */
  body?: Shape | v.VariantSchema<string, Shape[], undefined>
  /** Absent where nothing comes back (204). */
  reply?: v.GenericSchema
}

/** What a route takes in its path, as the handler receives it. */
export type Params<E extends Endpoint> = E['params'] extends v.GenericSchema
  ? v.InferOutput<E['params']>
  : undefined

/** What a route takes, as the handler receives it; `undefined` where nothing is sent. */
export type Body<E extends Endpoint> = E['body'] extends v.GenericSchema
  ? v.InferOutput<E['body']>
  : undefined

/** What a route answers; `undefined` where nothing comes back. */
export type Reply<E extends Endpoint> = E['reply'] extends v.GenericSchema
  ? v.InferOutput<E['reply']>
  : undefined

// @__NO_SIDE_EFFECTS__
export const endpoint = <const E extends Endpoint>(row: E): E => row

/** Where a code was sent. The address is masked, as Cognito masks it: `a***@e***`. */
export const Delivery = v.strictObject({ medium: v.literal('email'), destination: v.string() })

/**
 * A session: the ID token and the moment it expires (ISO 8601, UTC). The
 * refresh and the access token come along as cookies that no script can read.
 */
export const Session = v.strictObject({
  idToken: v.string(),
  expiresAt: v.pipe(v.string(), v.isoTimestamp()),
})

export type Session = v.InferOutput<typeof Session>
