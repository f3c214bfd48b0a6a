/**
 * The one address that a browser talks to: what CloudFront, with SST's routing
 * function in it, is on AWS. The paths of a router go to its APIs, everything
 * else to the site.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { RestApi, Router, RouterRoute } from '../config/model.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { inboxPrefix } from '../inbox/inbox.ts'

/** Bytes. Above the gateway's limit, so that it is the gateway that refuses. */
const maxHeaderSize = 64 * 1024

export type RequestEvent = { method: string; path: string; status: number; durationMs: number }

export type OriginOptions = {
  routers: readonly Router[]
  apis: readonly { api: RestApi; gateway: Gateway }[]
  answerInbox: (request: IncomingMessage, response: ServerResponse) => Promise<void>
  answerSite: (request: IncomingMessage, response: ServerResponse) => void
  /** An API has answered. */
  onRequest?: (event: RequestEvent) => void
  onError?: (error: unknown) => void
}

/** Requests are answered by what `ready` gives; until then, with a word to wait. Not yet listening. */
export function createOrigin(ready: () => OriginOptions | undefined): Server {
  return createServer({ maxHeaderSize }, (request, response) => {
    const options = ready()
    if (!options) {
      response.writeHead(503, {
        'retry-after': '1',
        refresh: '1',
        'content-type': 'text/plain; charset=utf-8',
      })
      response.end('Starting…\n')
      return
    }
    answer(request, response, options).catch(error => {
      options.onError?.(error)
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
}

async function answer(request: IncomingMessage, response: ServerResponse, options: OriginOptions) {
  if (!isLocal(request.headers.host)) {
    response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' })
    response.end('This server answers on localhost only.\n')
    return
  }

  const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
  if (owns(inboxPrefix, path)) return options.answerInbox(request, response)

  const route = matchRoute(options.routers, path)
  if (!route) return options.answerSite(request, response)

  const target = options.apis.find(({ api }) => api.id === route.target)
  if (!target) throw new Error(`The route ${route.path} leads to ${route.target}, which is no API.`)
  const startedAt = performance.now()
  response.once('close', () =>
    options.onRequest?.({
      method: request.method ?? '',
      path,
      status: response.statusCode,
      durationMs: Math.round(performance.now() - startedAt),
    }),
  )
  const { rewrite } = route
  const rewritten = rewrite ? path.replace(new RegExp(rewrite.regex), rewrite.to) : path
  const stagePrefix = `/${target.api.stage}`
  if (!owns(stagePrefix, rewritten)) {
    // API Gateway's answer to a stage that does not exist.
    response.writeHead(403, { 'content-type': 'application/json', 'x-amzn-errortype': 'ForbiddenException' })
    response.end('{"message":"Forbidden"}')
    return
  }
  await target.gateway(request, response, rewritten.slice(stagePrefix.length) || '/')
}

/** The longest path wins, as in SST's routing function. */
function matchRoute(routers: readonly Router[], path: string): RouterRoute | undefined {
  return routers
    .flatMap(({ routes }) => routes)
    .filter(route => owns(route.path, path))
    .sort((a, b) => b.path.length - a.path.length)[0]
}

const owns = (prefix: string, path: string) =>
  prefix === '/' || path === prefix || path.startsWith(`${prefix}/`)

/** A page elsewhere may point its own name at this machine; its requests then carry that name. */
function isLocal(host: string | undefined): boolean {
  const name = host?.replace(/:\d+$/, '').toLowerCase()
  return name === 'localhost' || name === '127.0.0.1' || name === '[::1]'
}
