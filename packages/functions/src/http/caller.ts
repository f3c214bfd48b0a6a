/** Who calls, and whether they may call this route. */
import type { Endpoint } from '@latchkey/core/endpoint'
import { AppError } from '@latchkey/core/errors'
import { freshSignInSeconds } from '@latchkey/core/lifetimes'
import type { APIGatewayProxyEvent } from 'aws-lambda'
import { claimsOf } from '../cognito/tokens.ts'
import type { Cookies } from './cookies.ts'

export type Caller = {
  /** The user's permanent id. Names and addresses can change hands. */
  sub: string
  username: string
}

/** With what Cognito lets a user change their own account. */
export type AccountOwner = Caller & {
  /** As the ID token has it; empty where it has none. */
  email: string
  accessToken: string
}

export type CallerOf<E extends Endpoint> = E['access'] extends 'account'
  ? AccountOwner
  : E['access'] extends 'session'
    ? Caller
    : undefined

/**
 * The caller of a route, `undefined` where the route is open to anyone.
 *
 * Refuses as `session_ended` who has no ID token, or an access token of
 * somebody else; as `reauthentication_required` whose sign-in is too long ago
 * for this route.
 */
export const callerOf = <E extends Endpoint>(endpoint: E, event: APIGatewayProxyEvent, cookies: Cookies) =>
  identify(endpoint, event, cookies) as CallerOf<E>

function identify(
  { access, needsFreshSignIn }: Endpoint,
  event: APIGatewayProxyEvent,
  { accessToken }: Cookies,
): Caller | AccountOwner | undefined {
  if (access === 'public' || access === 'cookie') return undefined

  // The gateway has verified the token; that it is an ID token is our own condition.
  const {
    sub,
    token_use: tokenUse,
    'cognito:username': username,
    auth_time: authTime,
    email = '',
  } = gatewayClaims(event)
  if (!sub || !username || tokenUse !== 'id') throw new AppError('session_ended')
  if (access === 'session') return { sub, username }

  // Cognito verifies this token when it is used. Here it only has to be of the same user.
  const claims = accessToken === undefined ? undefined : claimsOf(accessToken)
  if (!accessToken || claims?.sub !== sub || claims.token_use !== 'access')
    throw new AppError('session_ended')

  const ageSeconds = event.requestContext.requestTimeEpoch / 1000 - Number(authTime)
  if (needsFreshSignIn && !(ageSeconds <= freshSignInSeconds)) throw new AppError('reauthentication_required')
  return { sub, username, email, accessToken }
}

/** Claims of the ID token that the gateway has verified: every value is text. */
export const gatewayClaims = (event: APIGatewayProxyEvent): Partial<Record<string, string>> =>
  event.requestContext.authorizer?.claims ?? {}
