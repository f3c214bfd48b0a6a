/** What can be wrong with a body, or with its being there. */
import { contract } from '@latchkey/core/contract'
import type { Endpoint } from '@latchkey/core/endpoint'
import fc from 'fast-check'
import * as v from 'valibot'
import { hasBody, kind, withHeaders } from './flaw.ts'
import { nastyText } from './nasty-text.ts'
import type { Draft } from './world.ts'

const shortJson = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(null, true, 0, -0, 1e308, 2 ** 60, [], {}, [[]], [null], { a: 1 }),
)

/** One of the fields of the body. */
const field = fc.nat()
const keyOf = ({ body = {} }: Draft, index: number) => {
  const keys = Object.keys(body)
  return keys[index % keys.length] ?? ''
}
const json = (value: unknown) => ({ body: JSON.stringify(value) })
const inObject = (text: string, member: string) => ({ body: `${text.slice(0, -1)},${member}}` })
const textOf = ({ request }: Draft) => String(request.body ?? '')

export const flawsOfBody = [
  kind('a key is missing', {
    statuses: [400],
    // There it may be missing.
    fits: (row, route) => hasBody(row) && route !== 'signInPasskey',
    detail: field,
    spoil: (draft, index) => json({ ...draft.body, [keyOf(draft, index)]: undefined }),
  }),
  kind('a key too many', {
    statuses: [400],
    fits: hasBody,
    detail: fc.tuple(
      fc.oneof(
        fc.constantFrom(
          'role',
          'isAdmin',
          'sub',
          'userId',
          'email_verified',
          'custom:role',
          'clientMetadata',
        ),
        fc.string().map(text => `${text}!`),
      ),
      shortJson,
    ),
    spoil: (draft, [key, value]) =>
      inObject(textOf(draft), `${JSON.stringify(key)}:${JSON.stringify(value)}`),
  }),
  kind('a value of another type', {
    statuses: [400],
    fits: hasBody,
    detail: fc.tuple(
      field,
      shortJson.filter(value => typeof value !== 'string'),
    ),
    spoil: (draft, [index, value]) => json(withText(draft.body ?? {}, index, () => value)),
  }),
  kind('a value that breaks a rule', {
    statuses: [400],
    fits: (row, route) => hasBody(row) && route !== 'signInChallenge',
    detail: fc.tuple(field, fc.infiniteStream(nastyText)),
    spoil(draft, [index, texts]) {
      const { body: schema } = contract[draft.route] as Endpoint
      for (const text of texts) {
        const body = { ...draft.body, [keyOf(draft, index)]: text }
        if (schema && !v.is(schema, body)) return json(body)
      }
      throw new Error('There is always another text.')
    },
  }),
  kind('more than there is room for', {
    statuses: [400, 413],
    fits: hasBody,
    detail: fc.tuple(field, fc.integer({ min: 8200, max: 30_000 }), fc.constantFrom('x', 'é', '📱')),
    spoil: (draft, [index, length, letter]) =>
      json(withText(draft.body ?? {}, index, () => letter.repeat(length))),
  }),
  kind('a character that is none', {
    statuses: [400],
    fits: hasBody,
    detail: fc.tuple(field, fc.constantFrom('\0', '\ud83d', '\udc00', '\udc00\ud83d')),
    spoil: (draft, [index, letter]) => json(withText(draft.body ?? {}, index, text => text + letter)),
  }),
  kind('a key twice', {
    statuses: [400],
    fits: hasBody,
    detail: fc.tuple(field, fc.boolean()),
    spoil(draft, [index, isEscaped]) {
      const key = keyOf(draft, index)
      const value = JSON.stringify((draft.body as Record<string, unknown>)[key])
      const written = isEscaped
        ? `"\\u00${key.charCodeAt(0).toString(16)}${key.slice(1)}"`
        : JSON.stringify(key)
      return inObject(textOf(draft), `${written}:${value}`)
    },
  }),
  kind('a key that reaches a prototype', {
    statuses: [400],
    fits: hasBody,
    detail: fc.tuple(fc.constantFrom('__proto__', 'constructor', 'prototype', '\\u005f_proto__'), shortJson),
    spoil: (draft, [key, value]) => inObject(textOf(draft), `"${key}":${JSON.stringify(value)}`),
  }),
  kind('a depth without end', {
    statuses: [400],
    fits: hasBody,
    detail: fc.tuple(
      field,
      fc.integer({ min: 1, max: 1200 }),
      fc.constantFrom<[string, string]>(['[', ']'], ['{"a":', '}']),
    ),
    spoil(draft, [index, depth, [open, close]]) {
      const deep = `${open.repeat(depth)}1${close.repeat(depth)}`
      return { body: JSON.stringify(withText(draft.body ?? {}, index, () => '@')).replace('"@"', deep) }
    },
  }),
  kind('a number beyond all numbers', {
    statuses: [400],
    fits: hasBody,
    detail: fc.tuple(field, fc.constantFrom('1e400', '-1e400', '9'.repeat(400), '0.'.padEnd(400, '1'))),
    spoil: (draft, [index, number]) => ({
      body: JSON.stringify(withText(draft.body ?? {}, index, () => '@')).replace('"@"', number),
    }),
  }),
  kind('something else than an object', {
    statuses: [400],
    fits: hasBody,
    detail: fc
      .oneof(shortJson, fc.string())
      .filter(value => Array.isArray(value) || typeof value !== 'object' || value === null),
    spoil: (_, value) => json(value),
  }),
  kind('no JSON', {
    statuses: [400],
    fits: hasBody,
    detail: fc.oneof(
      fc.constantFrom<(text: string) => string>(
        text => text.slice(0, -1),
        text => `${text},`,
        text => `${text}${text}`,
        text => text.replace('}', ',}'),
        text => text.replaceAll('"', "'"),
        text => `/* */${text}`,
        text => `\ufeff${text}`,
        text => `${text}\0`,
        () => '',
        () => ' ',
        () => 'username=ada&password=correct',
        () => '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        () => '{"username":NaN}',
        () => '{username:"ada"}',
      ),
    ),
    spoil: (draft, change) => ({ body: change(textOf(draft)) }),
  }),
  kind('bytes that are no text', {
    statuses: [400],
    fits: hasBody,
    detail: fc
      .tuple(fc.uint8Array({ minLength: 1, maxLength: 8 }), fc.boolean())
      .map(([bytes, isBefore]) => ({
        bytes: Buffer.from([0xff, ...bytes, 0xfe]),
        isBefore,
      })),
    spoil(draft, { bytes, isBefore }) {
      const text = Buffer.from(textOf(draft))
      return { body: Buffer.concat(isBefore ? [bytes, text] : [text, bytes]) }
    },
  }),
  kind('a body where none is taken', {
    statuses: [400, 415],
    fits: row => !hasBody(row),
    detail: fc.tuple(
      fc.json(),
      fc.constantFrom('application/json', 'text/plain', 'application/x-www-form-urlencoded'),
    ),
    spoil: (draft, [body, type]) => ({ ...withHeaders(draft, 'Content-Type', type), body }),
  }),
]

/** In another place of the body, however deep, where there is a text. */
function withText(body: object, index: number, change: (text: string) => unknown): object {
  const places: { holder: Record<string, unknown>; key: string }[] = []
  const copy = structuredClone(body)
  const visit = (holder: Record<string, unknown>) => {
    for (const [key, value] of Object.entries(holder)) {
      if (typeof value === 'string') places.push({ holder, key })
      else if (typeof value === 'object' && value !== null) visit(value as Record<string, unknown>)
    }
  }
  visit(copy as Record<string, unknown>)
  const place = places[index % places.length]
  if (place) place.holder[place.key] = change(String(place.holder[place.key]))
  return copy
}
