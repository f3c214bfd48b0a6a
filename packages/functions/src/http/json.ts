/**
 * JSON that means the same to everybody who reads it.
 *
 * Parsers differ about a key that stands there twice, about keys that reach an
 * object's prototype, about NUL and about half a surrogate pair. None of them
 * has a use here, so none of them gets in.
 * https://www.rfc-editor.org/rfc/rfc8259#section-4
 */
import { AppError } from '@latchkey/core/errors'
import { characterUnusable } from '@latchkey/core/sentences/account'

const toPrototypes: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** Refuses as `invalid_request` what is no JSON, and JSON that is ambiguous. */
export function parseJson(bytes: Uint8Array): unknown {
  const { text, value } = parse(bytes)
  const { keys, strings } = partsOf(value)
  if (keys.length !== keysWritten(text)) throw refused('The body has a key that stands there twice.')
  if (keys.some(key => toPrototypes.has(key))) throw refused('The body has a key that cannot be used.')
  if ([...keys, ...strings].some(part => part.includes('\0') || !part.isWellFormed())) {
    throw refused(characterUnusable)
  }
  return value
}

function parse(bytes: Uint8Array) {
  try {
    // A byte order mark is no JSON, and the gateway refuses it too.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return { text, value: JSON.parse(text) as unknown }
  } catch (cause) {
    throw refused('The body is not valid JSON.', cause)
  }
}

/** Every key and every text in a value, however deep. */
function partsOf(value: unknown) {
  const keys: string[] = []
  const strings: string[] = []
  const waiting = [value]
  while (waiting.length > 0) {
    const next = waiting.pop()
    if (typeof next === 'string') strings.push(next)
    if (typeof next !== 'object' || next === null) continue
    if (!Array.isArray(next)) keys.push(...Object.keys(next))
    waiting.push(...Object.values(next))
  }
  return { keys, strings }
}

/** In valid JSON a colon follows a string where that is a key, and nowhere else. */
const keysWritten = (json: string) =>
  [...json.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)].filter(([, colon]) => colon !== undefined).length

const refused = (message: string, cause?: unknown) => new AppError('invalid_request', message, { cause })
