/**
 * Who called, and by what they meant to prove themselves, as the log has it.
 * It follows from the request and its answer, so that no handler has to say it.
 */
import type { contract, RouteName } from '@latchkey/core/contract'
import type { Endpoint } from '@latchkey/core/endpoint'
import type { APIGatewayProxyEvent } from 'aws-lambda'
import * as v from 'valibot'
import { keyedDigest } from '../cognito/keyed-digest.ts'
import { readTicket } from '../cognito/ticket.ts'
import { claimsOf } from '../cognito/tokens.ts'
import type { Factor, RequestLog } from '../log.ts'
import { gatewayClaims } from './caller.ts'
import { type Cookies, cookieGiven } from './cookies.ts'
import { passkeyUserOf } from './passkey-user.ts'

/** As far as the request came before it was answered. */
export type Progress = {
  cookies?: Cookies
  /** Parsed. */
  body?: unknown
  reply?: unknown
  /** Set-Cookie headers of the answer. */
  cookiesGiven?: readonly string[] | undefined
}

type SecurityEvent = Pick<RequestLog, 'ip' | 'factor' | 'sub' | 'name' | 'session' | 'newSession'>

export function securityEvent(
  { path, access }: Endpoint,
  event: APIGatewayProxyEvent,
  { cookies = {}, body, reply, cookiesGiven = [] }: Progress,
): SecurityEvent {
  const isOpen = access === 'public' || access === 'cookie'
  const { name: challenge, username, session: ticket } = v.parse(RequestBody, body ?? {})
  const { idToken, session } = v.parse(ReplyBody, reply ?? {})
  const earned = idToken ?? session?.idToken

  return {
    // Never from X-Forwarded-For, where anybody can write what they like.
    ip: event.requestContext.identity.sourceIp,
    factor: factors[path as Path] ?? (challenge && challengeFactors[challenge]),
    sub: gatewayClaims(event).sub ?? (earned === undefined ? undefined : claimsOf(earned)?.sub),
    // Where an ID token has come along, it says more than these two.
    name: isOpen
      ? digest('name', (username ?? nameIn(ticket) ?? nameBehind(path, cookies))?.toLowerCase())
      : undefined,
    session: isOpen ? digest('session', cookies.refreshToken) : undefined,
    newSession: digest('session', cookieGiven('refreshToken', cookiesGiven)),
  }
}

type Path = (typeof contract)[RouteName]['path']

const factors: Record<Path, Factor | undefined> = {
  '/sign-up': undefined,
  '/confirm': 'code',
  '/resend-code': undefined,
  '/sign-in': 'password',
  // By the challenge that is answered.
  '/sign-in/challenge': undefined,
  '/sign-in/passkey': 'passkey',
  '/forgot-password': undefined,
  '/reset-password': 'code',
  '/session/refresh': 'session',
  '/sign-out': 'session',
  '/secret': 'session',
  '/account': 'session',
  '/account/password': 'password',
  '/account/email': 'session',
  '/account/email/confirm': 'code',
  '/account/totp': 'session',
  '/account/totp/verify': 'totp',
  '/account/passkeys': 'session',
  '/account/passkeys/options': 'session',
  '/account/passkeys/{id}': 'session',
  '/account/sign-out-everywhere': 'session',
}

const challengeFactors = {
  TOTP: 'totp',
  NEW_PASSWORD_REQUIRED: 'password',
  MFA_SETUP: 'totp',
  WEB_AUTHN: 'passkey',
} as const

const text = v.fallback(v.optional(v.string()), undefined)

const RequestBody = v.object({
  /** Of a challenge. */
  name: v.fallback(
    v.optional(v.picklist(Object.keys(challengeFactors) as (keyof typeof challengeFactors)[])),
    undefined,
  ),
  username: text,
  session: text,
})

const ReplyBody = v.object({
  idToken: text,
  session: v.fallback(v.optional(v.object({ idToken: v.string() })), undefined),
})

/** Whom a sign-in of several steps is about. */
const nameIn = (ticket: string | undefined) =>
  ticket === undefined
    ? undefined
    : readTicket('challenge', ticket, v.object({ username: v.string() }))?.username

/** Whom a sign-in by passkey is about that says no name. */
const nameBehind = (path: string, cookies: Cookies) =>
  path === '/sign-in/passkey' ? passkeyUserOf(cookies) : undefined

/** So many digits are not alike by chance. */
const digest = (of: 'name' | 'session', value: string | undefined) =>
  value === undefined ? undefined : keyedDigest(`logged ${of}`, value).toString('hex').slice(0, 16)
