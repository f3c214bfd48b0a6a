/**
 * An HTTP server for the programs of this machine: it answers those that call
 * it by a local name, and nobody before everything is up.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { Certificate } from './certificate.ts'

/** Bytes. Above the gateway's limit, so that it is the gateway that refuses. */
const maxHeaderSize = 64 * 1024

export type LocalAnswerer = {
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void> | void
  onError?: ((error: unknown) => void) | undefined
}

/**
 * Requests are answered by what `ready` gives; until then, with a word to wait.
 * Not yet listening. With a certificate it speaks TLS only.
 */
export function createLocalServer(ready: () => LocalAnswerer | undefined, certificate?: Certificate): Server {
  async function handle(request: IncomingMessage, response: ServerResponse) {
    const answerer = ready()
    if (!answerer) {
      response.writeHead(503, {
        'retry-after': '1',
        refresh: '1',
        'content-type': 'text/plain; charset=utf-8',
      })
      response.end('Starting…\n')
      return
    }
    const hosts = [request.headers.host, takeAuthority(request)]
    if (!hosts.every(isLocal)) {
      response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' })
      response.end('This server answers on localhost only.\n')
      return
    }
    try {
      await answerer.answer(request, response)
    } catch (error) {
      answerer.onError?.(error)
      if (!response.headersSent) response.writeHead(500)
      response.end()
    }
  }
  return certificate
    ? createSecureServer({ ...certificate, maxHeaderSize }, handle)
    : createServer({ maxHeaderSize }, handle)
}

export type RequestEvent = { method: string; path: string; status: number; durationMs: number }

/** Tells of a request once it is answered. */
export function reportAnswer(
  { method = '' }: IncomingMessage,
  response: ServerResponse,
  path: string,
  onRequest: ((event: RequestEvent) => void) | undefined,
) {
  const startedAt = performance.now()
  response.once('close', () =>
    onRequest?.({
      method,
      path,
      status: response.statusCode,
      durationMs: Math.round(performance.now() - startedAt),
    }),
  )
}

/** Of the request, as it came and without the query string. */
export const pathOf = ({ url = '/' }: IncomingMessage) => url.split('?', 1)[0] ?? '/'

/**
 * Leaves the path of a target in absolute form, `http://localhost/path`, which
 * a server has to accept. Gives whom the request is for by its first line: it
 * counts more than Host, but a page elsewhere may have made either.
 * https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2
 */
function takeAuthority(request: IncomingMessage): string | undefined {
  const [, authority, rest = ''] = /^https?:\/\/([^/?]*)(.*)$/i.exec(request.url ?? '') ?? []
  if (authority === undefined) return request.headers.host
  request.url = rest.startsWith('/') ? rest : `/${rest}`
  return authority
}

/** A page elsewhere may point its own name at this machine; its requests then carry that name. */
function isLocal(host: string | undefined): boolean {
  const name = host?.replace(/:\d+$/, '').toLowerCase()
  return name === 'localhost' || name === '127.0.0.1' || name === '[::1]'
}
