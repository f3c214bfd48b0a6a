/**
 * Every secret that goes into or out of a server of this process: passwords,
 * codes, tokens, cookies, the sessions and secrets of challenges, and names
 * that were typed. The whole app runs in here, so it sees what browsers, SDKs
 * and the app's own functions send, and what they are answered.
 */
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'

export type SecretKind = 'password' | 'code' | 'token' | 'name'

/** What was asked for and how it was refused, by the port that was asked. */
export type Exchanges = { urls: Set<string>; refusals: string[] }

/** No key is shorter than this, and no secret is. */
const keyLength = 8

/** By their first characters, so that a text is searched once for all of them. */
const secrets = new Map<string, Map<string, SecretKind>>()
/** Which pairs of characters some secret begins with: few places of a text have to be looked at again. */
const beginnings = new Uint8Array(2 ** 16)
const codes = new Set<string>()
const exchanges = new Map<number, Exchanges>()

let isRecording = false

/** Begins, if it has not. */
export function recordSecrets() {
  if (isRecording) return
  isRecording = true
  subscribe('http.server.request.start', message => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse }
    recordRequest(request)
    recordResponse(request, response)
  })
}

/** What went through the server at this port. */
export function exchangesAt(port: number): Exchanges {
  const known = exchanges.get(port) ?? { urls: new Set(), refusals: [] }
  exchanges.set(port, known)
  return known
}

/** Secrets that are in the text: what they are, not what they read. */
export function secretsIn(text: string): Set<SecretKind> {
  const found = new Set<SecretKind>()
  for (let at = 0; at + keyLength <= text.length; at++) {
    if (!beginnings[pairAt(text, at)]) continue
    for (const [secret, kind] of secrets.get(text.slice(at, at + keyLength)) ?? []) {
      if (text.startsWith(secret, at)) found.add(kind)
    }
  }
  for (const [number] of text.matchAll(/\b\d{6}\b/g)) if (codes.has(number)) found.add('code')
  return found
}

const pairAt = (text: string, at: number) => ((text.charCodeAt(at) << 8) ^ text.charCodeAt(at + 1)) & 0xffff

export function addSecret(kind: SecretKind, value: string) {
  if (kind === 'code') return void (/^\d{6}$/.test(value) && codes.add(value))
  for (const secret of kind === 'token' ? partsOf(value) : [value]) {
    if (!isTelling(kind, secret)) continue
    for (const written of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]) {
      const key = written.slice(0, keyLength)
      beginnings[pairAt(written, 0)] = 1
      const known = secrets.get(key) ?? new Map<string, SecretKind>()
      secrets.set(key, known.set(written, kind))
    }
  }
}

/** Tokens and tickets have parts, any of which would be too much, and so would be the beginning of one. */
const partsOf = (token: string) =>
  token
    .split('.')
    .filter(({ length }) => length > 10)
    .map(part => part.slice(0, 32))

/** What tests send to be refused may be any word, and then it says nothing to find it somewhere. */
function isTelling(kind: SecretKind, secret: string): boolean {
  if (secret.length < keyLength || new Set(secret).size < 5 || secret in Object.prototype) return false
  if (kind === 'password') return !/^[a-z]{0,11}$/i.test(secret)
  return kind === 'token' || /[\d@]/.test(secret)
}

function recordRequest(request: IncomingMessage) {
  const { authorization = '', cookie = '' } = request.headers
  addSecret('token', authorization.replace(/^Bearer /i, ''))
  for (const pair of cookie.split(/; */)) addSecret('token', pair.replace(/^[^=]*=/, ''))
  exchangesAt(request.socket.localPort ?? 0).urls.add(request.url ?? '')

  // It passes here before anybody reads it. A listener of its own would start the flow.
  const chunks: Buffer[] = []
  const push = request.push
  request.push = (chunk, encoding) => {
    if (chunk === null) recordJson(Buffer.concat(chunks).toString())
    else chunks.push(Buffer.from(chunk, encoding))
    return push.call(request, chunk, encoding)
  }
}

function recordResponse(request: IncomingMessage, response: ServerResponse) {
  const end = response.end
  response.end = (...args: unknown[]) => {
    for (const line of [response.getHeader('set-cookie') ?? []].flat())
      addSecret('token', String(line).replace(/^[^=]*=|;.*$/gs, ''))
    const [body] = args
    if (typeof body === 'string' || Buffer.isBuffer(body)) {
      const text = body.toString()
      recordJson(text)
      if (response.statusCode >= 400) exchangesAt(request.socket.localPort ?? 0).refusals.push(text)
    }
    return Reflect.apply(end, response, args)
  }
}

function recordJson(text: string) {
  if (!/^\s*[{[]/.test(text)) return
  try {
    recordValue('', JSON.parse(text))
  } catch {
    // A test has sent something that only begins like JSON.
  }
}

const kindsByField: [RegExp, SecretKind][] = [
  [/password$/i, 'password'],
  [/code$/i, 'code'],
  [
    /^(?:session|challenge|.*token|.*secret.*|signature|clientDataJSON|authenticatorData|attestationObject)$/i,
    'token',
  ],
  [/^(?:username|email)$/i, 'name'],
]

/** Fields of our API and of Cognito's. Some hold JSON in a text. What is said about fields is by their names, too. */
function recordValue(field: string, value: unknown) {
  if (typeof value === 'string') {
    recordJson(value)
    for (const [pattern, kind] of kindsByField) if (pattern.test(field)) addSecret(kind, value)
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      if (name !== 'fields') recordValue(Array.isArray(value) ? field : name, inner)
    }
  }
}
