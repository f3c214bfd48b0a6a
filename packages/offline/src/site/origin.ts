/**
 * The one address that a browser talks to: what CloudFront, with SST's routing
 * function in it, is on AWS. The paths of a router go to its APIs, everything
 * else to the site.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Certificate } from '../certificate.ts'
import type { Router, RouterRoute } from '../config/model.ts'
import type { Gateway } from '../gateway/gateway-options.ts'
import { inboxPrefix } from '../inbox/inbox.ts'
import { createLocalServer, pathOf, type RequestEvent, reportAnswer } from '../local-server.ts'

export type OriginOptions = {
  routers: readonly Router[]
  /** By logical name. */
  gateways: ReadonlyMap<string, Gateway>
  answerInbox: (request: IncomingMessage, response: ServerResponse) => Promise<void>
  answerSite: (request: IncomingMessage, response: ServerResponse) => void
  /** An API has answered. */
  onRequest?: (event: RequestEvent) => void
  onError?: (error: unknown) => void
}

/**
 * Requests are answered by what `ready` gives; until then, with a word to wait.
 * Not yet listening. With a certificate it speaks TLS only.
 */
export function createOrigin(ready: () => OriginOptions | undefined, certificate?: Certificate): Server {
  return createLocalServer(() => {
    const options = ready()
    return (
      options && {
        answer: (request, response) => answer(request, response, options),
        onError: options.onError,
      }
    )
  }, certificate)
}

async function answer(request: IncomingMessage, response: ServerResponse, options: OriginOptions) {
  const path = pathOf(request)
  if (owns(inboxPrefix, path)) return options.answerInbox(request, response)

  const route = matchRoute(options.routers, path)
  if (!route) return options.answerSite(request, response)

  const gateway = options.gateways.get(route.target)
  if (!gateway) throw new Error(`The route ${route.path} leads to ${route.target}, which is no API.`)
  reportAnswer(request, response, path, options.onRequest)
  const { rewrite } = route
  const rewritten = rewrite ? path.replace(new RegExp(rewrite.regex), rewrite.to) : path
  await gateway(request, response, rewritten || '/')
}

/** The longest path wins, as in SST's routing function. */
function matchRoute(routers: readonly Router[], path: string): RouterRoute | undefined {
  return routers
    .flatMap(({ routes }) => routes)
    .filter(route => owns(route.path, path))
    .sort((a, b) => b.path.length - a.path.length)[0]
}

const owns = (prefix: string, path: string) =>
  path === prefix || path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`)
