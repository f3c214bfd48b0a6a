/**
 * Tickets: what a browser keeps for us from one request to the next, and may
 * not alter. They are signed with a key that follows from the client's secret;
 * what is in them is no secret from the browser.
 */
import { timingSafeEqual } from 'node:crypto'
import * as v from 'valibot'
import { keyedDigest } from './keyed-digest.ts'

/** What a ticket is for. It keeps one from being taken for another. */
type Kind = 'challenge' | 'sign-up' | 'sign-up-attempt' | 'passkey-user'

export function issueTicket(kind: Kind, content: object): string {
  const payload = Buffer.from(JSON.stringify(content)).toString('base64url')
  return `${payload}.${seal(kind, payload)}`
}

/** What a ticket of this kind holds, or `undefined` where it is not ours, or not as we issue them any more. */
export function readTicket<S extends v.GenericSchema>(
  kind: Kind,
  ticket: string,
  schema: S,
): v.InferOutput<S> | undefined {
  const [payload = '', ...rest] = ticket.split('.')
  const given = Buffer.from(rest.join('.'))
  const expected = Buffer.from(seal(kind, payload))
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined

  const { success, output } = v.safeParse(schema, JSON.parse(Buffer.from(payload, 'base64url').toString()))
  return success ? output : undefined
}

const seal = (kind: Kind, payload: string) => keyedDigest(`${kind} ticket`, payload).toString('base64url')

/** Stands in a ticket for values that must not be in it themselves. */
export const digestOf = (kind: Kind, values: readonly string[]) =>
  keyedDigest(`${kind} digest`, JSON.stringify(values)).toString('base64url')
