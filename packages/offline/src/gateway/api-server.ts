import type { Server } from 'node:http'
import { createLocalServer, pathOf, type RequestEvent, reportAnswer } from '../local-server.ts'
import type { Gateway } from './gateway-options.ts'

export type ApiServerOptions = {
  gateway: Gateway
  onRequest?: ((event: RequestEvent) => void) | undefined
  onError?: ((error: unknown) => void) | undefined
}

/** An API at an address of its own, as `execute-api` gives it one. Not yet listening. */
export function createApiServer(ready: () => ApiServerOptions | undefined): Server {
  return createLocalServer(() => {
    const options = ready()
    if (!options) return undefined
    const { gateway, onRequest, onError } = options
    return {
      onError,
      answer(request, response) {
        const path = pathOf(request)
        reportAnswer(request, response, path, onRequest)
        return gateway(request, response, path)
      },
    }
  })
}
