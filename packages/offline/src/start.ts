/**
 * Runs an SST app whole on this machine: evaluates its `sst.config.ts` and
 * starts an engine for everything that the config describes.
 */
import { mkdir, rm } from 'node:fs/promises'
import type { Server } from 'node:http'
import { join } from 'node:path'
import { localCertificate } from './certificate.ts'
import { type Clock, systemClock } from './clock.ts'
import { type Cognito, startCognito } from './cognito/server.ts'
import { evaluate } from './config/evaluate.ts'
import type { Graph } from './config/graph.ts'
import { apiAddresses, withLocalAddresses } from './config/local-addresses.ts'
import type { AppModel, Unsupported } from './config/model.ts'
import { readModel } from './config/read-model.ts'
import { lockDirectory } from './directory-lock.ts'
import { type ApiListeners, listenForApis } from './gateway/api-listeners.ts'
import { createGateway } from './gateway/gateway.ts'
import { answerInbox } from './inbox/inbox.ts'
import { unsupportedFunction } from './lambda/build-options.ts'
import { type FunctionHost, startFunctions } from './lambda/function-host.ts'
import { listen } from './listen.ts'
import type { RequestEvent } from './local-server.ts'
import type { Message } from './message.ts'
import { buildSite } from './site/build-site.ts'
import { openBuiltSite, unservedDistributions } from './site/built-site.ts'
import { createOrigin, type OriginOptions } from './site/origin.ts'
import { startViteSite, unsupportedSite, type ViteSite } from './site/vite-site.ts'

export type OfflineOptions = {
  /** Directory of `sst.config.ts`. */
  root: string
  stage?: string
  /** Of the origin; 0 takes any that is free. */
  port?: number
  /** Of the embedded Cognito; 0 takes any that is free. */
  cognitoPort?: number
  /**
   * Of the first API that no router leads to, the next has the next; 0 takes
   * any that are free. By default they follow the origin's.
   */
  apiPort?: number
  /** Where users and bundles are kept, by default `.offline/<stage>` in the root. */
  directory?: string
  /** Keep users in memory only, or forget those of the last time. */
  users?: 'kept' | 'fresh' | 'memory'
  /** Serve the origin over TLS, with a certificate that is kept in `.offline`. */
  https?: boolean
  /** By its development server, or built as for a deploy and served as CloudFront would. */
  site?: 'dev' | 'built'
  /** Take over what is saved: bundle functions again, update the page unless it is a built one. */
  watch?: boolean
  /** Environment variables for every function; of the same name as one of the runtime's, in its place. */
  functionEnvironment?: Record<string, string>
  clock?: Clock
  /** What the next message's code is. */
  newCode?: () => string
  on?: OfflineListener
  /** Gives up starting when it is aborted. */
  signal?: AbortSignal
}

export type OfflineListener = {
  request?: (event: RequestEvent) => void
  message?: (message: Message) => void
  /** A line that a function wrote; the name is its handler's file. */
  log?: (functionName: string, line: string) => void
  /** Functions were bundled again, or could not be. */
  build?: (result: { changed: string[] } | { error: string }) => void
  /** A bug of the runtime. */
  error?: (error: unknown) => void
}

export type Offline = AsyncDisposable & {
  /** Of the site; its APIs are below it, as the router has them. */
  url: string
  /** Where each API answers, its stage included. */
  apis: { id: string; url: string }[]
  cognitoUrl: string
  /** In PEM, if the origin is served over TLS. */
  certificate?: string
  model: AppModel
  /** What the app asks for and this runtime does not do. */
  unsupported: Unsupported[]
  messages: Cognito['messages']
}

/** Starts everything, or nothing: what had started when something failed is stopped again. */
export async function startOffline(options: OfflineOptions): Promise<Offline> {
  const { root, stage = 'dev', clock = systemClock, users = 'kept', on = {} } = options
  const ownDirectory = join(root, '.offline')
  const directory = options.directory ?? join(ownDirectory, stage)
  await mkdir(ownDirectory, { recursive: true, mode: 0o700 })
  await mkdir(directory, { recursive: true })
  await using started = new AsyncDisposableStack()
  started.use(lockDirectory(directory))

  // The port comes first: it is the likeliest thing to fail, and links may hold it.
  let origin: OriginOptions | undefined
  const certificate = options.https ? await localCertificate(ownDirectory) : undefined
  const server = createOrigin(() => origin, certificate)
  const { port = 5173 } = options
  const listening = await listen(server, port)
  started.defer(listening.close)
  const url = `${certificate ? 'https' : 'http'}://localhost:${listening.port}`

  let listenersOfApis: Promise<ApiListeners> | undefined
  async function localize(graph: Graph) {
    const evaluated = readModel(graph)
    listenersOfApis ??= listenForApis(evaluated, options.apiPort ?? (port === 0 ? 0 : port + 1)).then(
      listeners => started.use(listeners),
    )
    const listeners = await listenersOfApis
    return { listeners, model: withLocalAddresses(evaluated, url, listeners.origins) }
  }
  const isBuilt = options.site === 'built'
  const graph = await evaluate({
    root,
    stage,
    dev: !isBuilt,
    directory: ownDirectory,
    // What is built may hold addresses too, and they have to be those of this machine.
    ...(isBuilt && {
      build: async (partial, siteIds) => {
        const { sites } = (await localize(partial)).model
        for (const site of sites) {
          if (siteIds.includes(site.id)) await buildSite(site, root, options.signal)
        }
      },
    }),
    ...(options.signal && { signal: options.signal }),
  })
  const { listeners, model } = await localize(graph)
  const { region, accountId } = model

  const database = users === 'memory' ? ':memory:' : join(directory, 'cognito.db')
  if (users === 'fresh') await forget(database)
  // Functions are started after it, for they are told its address; a pool has nothing to call before that.
  const host = Promise.withResolvers<FunctionHost>()
  host.promise.catch(() => {})
  const cognito = started.use(
    await startCognito({
      region,
      pools: model.userPools,
      database,
      port: options.cognitoPort ?? 9229,
      clock,
      invoke: async (arn, event) => (await host.promise).invoke(functionIdOf(model, arn), event),
      ...(options.newCode && { newCode: options.newCode }),
      ...(on.message && { onMessage: on.message }),
      ...(on.error && { onError: on.error }),
    }),
  )

  const starting = [
    startFunctionHost(model, cognito.url, directory, options).then(host => started.use(host)),
    isBuilt ? undefined : startSite(model, server, options).then(running => started.use(running)),
  ] as const
  // Both have to be known before one's failure stops the other.
  await Promise.allSettled(starting)
  const [functions, site] = await Promise.all(starting)
  host.resolve(functions)

  const gateways = new Map(
    model.apis.map(api => {
      const { invoke } = functions
      const { jwks, issuer } = cognito
      const { error: onError } = on
      const gateway = createGateway({
        api,
        region,
        accountId,
        clock,
        invoke,
        jwks,
        issuer,
        ...(onError && { onError }),
      })
      return [api.id, gateway]
    }),
  )
  listeners.serve(gateways, { onRequest: on.request, onError: on.error })

  const reports = { ...(on.request && { onRequest: on.request }), ...(on.error && { onError: on.error }) }
  const builtSite = isBuilt ? await openBuiltSite(model, gateways, reports) : undefined
  origin = {
    ...reports,
    // A distribution finds the way to its APIs by itself.
    routers: builtSite ? [] : model.routers,
    gateways,
    answerInbox: (request, response) => answerInbox(request, response, cognito.messages),
    answerSite: builtSite ?? site?.answer ?? ((_, response) => response.writeHead(404).end()),
  }

  options.signal?.throwIfAborted()
  const running = started.move()
  return {
    url,
    apis: apiAddresses(model, url, listeners.origins),
    cognitoUrl: cognito.url,
    ...(certificate && { certificate: certificate.cert }),
    model,
    unsupported: [
      ...model.unsupported,
      ...unsupportedFunctions(model),
      ...(isBuilt ? unservedDistributions(model) : unsupportedSites(model, root)),
    ],
    messages: cognito.messages,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

/** An ARN may end in a version or an alias. */
function functionIdOf({ functions }: AppModel, arn: string): string {
  const fn = functions.find(({ arn: own }) => arn === own || arn.startsWith(`${own}:`))
  if (!fn) throw new Error(`No function of this app is ${arn}.`)
  return fn.id
}

function startFunctionHost(
  { functions, name, stage, region, accountId }: AppModel,
  cognitoUrl: string,
  directory: string,
  { root, functionEnvironment, watch = false, on = {} }: OfflineOptions,
): Promise<FunctionHost> {
  const nameOf = (id: string) =>
    functions
      .find(fn => fn.id === id)
      ?.handler.split('/')
      .at(-1)
      ?.split('.')[0] ?? id
  return startFunctions({
    functions: functions.filter(fn => !unsupportedFunction(fn)),
    root,
    outputDirectory: join(directory, 'functions'),
    region,
    accountId,
    app: { name, stage },
    environment: { AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognitoUrl, ...functionEnvironment },
    watch,
    ...(on.log && { onLog: (id: string, line: string) => on.log?.(nameOf(id), line) }),
    onBuild: result => on.build?.('error' in result ? result : { changed: result.changed.map(nameOf) }),
  })
}

/** The first site that can be served; a browser has one origin. */
async function startSite(
  { sites }: AppModel,
  server: Server,
  { root, watch = false }: OfflineOptions,
): Promise<ViteSite | undefined> {
  const site = sites.find(candidate => !unsupportedSite(candidate, root))
  return site && startViteSite({ site, root, server, watch })
}

function unsupportedFunctions({ functions }: AppModel): Unsupported[] {
  return functions.flatMap(fn => {
    const reason = unsupportedFunction(fn)
    return reason ? [{ name: fn.id, type: 'sst:aws:Function', reason: `cannot run: ${reason}` }] : []
  })
}

function unsupportedSites({ sites }: AppModel, root: string): Unsupported[] {
  const type = 'sst:aws:StaticSite'
  const served = sites.find(site => !unsupportedSite(site, root))
  return sites
    .filter(site => site !== served)
    .map(site => ({
      name: site.id,
      type,
      reason: unsupportedSite(site, root) ?? 'is not served: one site is run offline',
    }))
}

async function forget(database: string) {
  await Promise.all(['', '-wal', '-shm'].map(suffix => rm(`${database}${suffix}`, { force: true })))
}
