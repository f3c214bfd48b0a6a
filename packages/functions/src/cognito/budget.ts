/**
 * How long Cognito may take, and what is asked twice. `docs/security.md` has
 * the same figures, and a test holds them together.
 *
 * The function has eight seconds, CloudFront waits twenty, the site twelve.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout } from 'node:timers/promises'
import type { Operation } from './translate.ts'

export const budget = {
  /** Milliseconds to connect. */
  connectMs: 500,
  /** Milliseconds for one attempt, connecting and reading the answer included. */
  callMs: 2500,
  /** Of a call that may be repeated; every other has one. */
  attempts: 2,
  /** Milliseconds within which the wait before the second attempt lies, at random. */
  backoffMs: 100,
  /** Milliseconds for everything that one request asks of Cognito. */
  requestMs: 7000,
} as const

/** Changes nothing, or nothing more the second time. */
const repeatable: ReadonlySet<Operation> = new Set<Operation>([
  'GetUser',
  'GetUserAuthFactors',
  'ListWebAuthnCredentials',
  'GlobalSignOut',
  'RevokeToken',
])

/** Cognito may have counted a wrong password, and does not before it fails; what throttles it is not asked again. */
const repeatableAfterOutage: ReadonlySet<Operation> = new Set<Operation>(['InitiateAuth'])

/** Why an attempt failed, as far as it matters to whether another one is right. */
export type Failure = 'throttled' | 'outage' | 'other'

export const mayRepeat = (operation: Operation, failure: Failure) =>
  failure !== 'other' &&
  (repeatable.has(operation) || (failure === 'outage' && repeatableAfterOutage.has(operation)))

/** Waits, with full jitter: many that failed at once do not come back at once. */
export const backOff = () => setTimeout(Math.random() * budget.backoffMs)

const requests = new AsyncLocalStorage<{ endsAtMs: number }>()

/** Everything that `work` asks of Cognito counts against one request's budget. */
export const withinBudget = <T>(work: () => Promise<T>): Promise<T> =>
  requests.run({ endsAtMs: performance.now() + budget.requestMs }, work)

/** Whole milliseconds for the next attempt: those of a call, or what is left of the request's. */
export function attemptMs(): number {
  const leftMs = (requests.getStore()?.endsAtMs ?? Number.POSITIVE_INFINITY) - performance.now()
  return Math.max(0, Math.floor(Math.min(budget.callMs, leftMs)))
}
