/**
 * Addresses of their own for the APIs that no router leads to: on AWS every
 * API has one, and pages of any origin may call it.
 */
import type { Server } from 'node:http'
import type { Api, AppModel } from '../config/model.ts'
import { type Listening, listen } from '../listen.ts'
import { StartError } from '../start-error.ts'
import { type ApiServerOptions, createApiServer } from './api-server.ts'
import type { Gateway } from './gateway-options.ts'

const lastPort = 65_535

export type ApiListeners = AsyncDisposable & {
  /** `http://localhost:5174`, by the API's logical name. */
  origins: ReadonlyMap<string, string>
  /** Until this a request is told to come again. */
  serve(gateways: ReadonlyMap<string, Gateway>, report: Omit<ApiServerOptions, 'gateway'>): void
}

/**
 * The first API listens on `firstPort`, the others on the next ones; with 0
 * each takes any that is free. Rejects with a `StartError` for a port that is
 * taken.
 */
export async function listenForApis(
  { apis, routers }: Pick<AppModel, 'apis' | 'routers'>,
  firstPort: number,
): Promise<ApiListeners> {
  const routed = new Set(routers.flatMap(({ routes }) => routes.map(({ target }) => target)))
  const ready = new Map<string, ApiServerOptions>()
  const origins = new Map<string, string>()
  await using started = new AsyncDisposableStack()

  for (const api of apis.filter(({ id }) => !routed.has(id))) {
    const port = firstPort === 0 ? 0 : firstPort + origins.size
    const listening = await listenFor(
      api,
      createApiServer(() => ready.get(api.id)),
      port,
    )
    started.defer(listening.close)
    origins.set(api.id, `http://localhost:${listening.port}`)
  }

  const running = started.move()
  return {
    origins,
    serve(gateways, report) {
      for (const [id, gateway] of gateways) ready.set(id, { gateway, ...report })
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

async function listenFor({ id }: Api, server: Server, port: number): Promise<Listening> {
  if (port > lastPort) {
    throw new StartError(`No port is left for the API ${id}. Choose a lower one with --api-port.`)
  }
  try {
    return await listen(server, port)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause
    throw new StartError(
      `Port ${port}, for the API ${id}, is in use. Stop what runs there, or choose another with --api-port ${port + 100}.`,
      { cause },
    )
  }
}
