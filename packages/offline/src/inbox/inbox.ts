/**
 * What the runtime answers under `/__offline/`: the inbox as a page and as
 * JSON, and whether everything is up.
 */
import { createReadStream } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Message } from '../message.ts'

export const inboxPrefix = '/__offline'

/** A script for the pages of an app: it shows the way to the inbox. */
export const hintScript = `${inboxPrefix}/hint.js`

type Messages = (filter: { to?: string }) => Message[]

const files = new Map([
  ['/', { name: 'page.html', type: 'text/html' }],
  ['/page.css', { name: 'page.css', type: 'text/css' }],
  ['/page.js', { name: 'page.js', type: 'text/javascript' }],
  ['/letter.js', { name: 'letter.js', type: 'text/javascript' }],
  ['/unread.js', { name: 'unread.js', type: 'text/javascript' }],
  ['/hint.css', { name: 'hint.css', type: 'text/css' }],
  ['/hint.js', { name: 'hint.js', type: 'text/javascript' }],
])

/** Messages may come from anybody's functions: what is in them can neither run nor call the app. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  // Of messages.
  "style-src 'self' 'unsafe-inline'",
  'img-src data:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Answers a request whose path begins with `inboxPrefix`. */
export async function answerInbox(
  { method, url = '' }: IncomingMessage,
  response: ServerResponse,
  messages: Messages,
): Promise<void> {
  const [address = '', query] = url.split('?', 2)
  const path = address.slice(inboxPrefix.length) || '/'
  response.setHeader('cache-control', 'no-store')
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader('content-security-policy', policy)

  if (method !== 'GET' && method !== 'HEAD') return answerJson(response, 405, { message: 'Use GET.' })
  if (path === '/health') return answerJson(response, 200, { status: 'ok' })
  if (path === '/messages') {
    const to = new URLSearchParams(query).get('to')
    return answerJson(response, 200, messages(to === null ? {} : { to }))
  }
  const file = files.get(path)
  if (!file) return answerJson(response, 404, { message: 'There is nothing here.' })
  response.setHeader('content-type', `${file.type}; charset=utf-8`)
  await pipeline(createReadStream(join(import.meta.dirname, file.name)), response)
}

function answerJson(response: ServerResponse, status: number, body: unknown) {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}
