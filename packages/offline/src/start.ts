/**
 * Runs an SST app whole on this machine: evaluates its `sst.config.ts` and
 * starts an engine for everything that the config describes.
 */
import { mkdir, rm } from 'node:fs/promises'
import type { Server } from 'node:http'
import { join } from 'node:path'
import { type Clock, systemClock } from './clock.ts'
import { type Cognito, startCognito } from './cognito/server.ts'
import { evaluate } from './config/evaluate.ts'
import { withLocalAddresses } from './config/local-addresses.ts'
import type { AppModel, Unsupported } from './config/model.ts'
import { readModel } from './config/read-model.ts'
import { lockDirectory } from './directory-lock.ts'
import { createGateway } from './gateway/gateway.ts'
import { answerInbox } from './inbox/inbox.ts'
import { unsupportedFunction } from './lambda/build-options.ts'
import { type FunctionHost, startFunctions } from './lambda/function-host.ts'
import { listen } from './listen.ts'
import type { Message } from './message.ts'
import { createOrigin, type OriginOptions, type RequestEvent } from './site/origin.ts'
import { startViteSite, unsupportedSite, type ViteSite } from './site/vite-site.ts'

export type OfflineOptions = {
  /** Directory of `sst.config.ts`. */
  root: string
  stage?: string
  /** Of the origin; 0 takes any that is free. */
  port?: number
  /** Of the embedded Cognito; 0 takes any that is free. */
  cognitoPort?: number
  /** Where users and bundles are kept, by default `.offline/<stage>` in the root. */
  directory?: string
  /** Keep users in memory only, or forget those of the last time. */
  users?: 'kept' | 'fresh' | 'memory'
  /** Take over what is saved: bundle functions again, update the page. */
  watch?: boolean
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
  cognitoUrl: string
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
  const server = createOrigin(() => origin)
  const listening = await listen(server, options.port ?? 5173)
  started.defer(listening.close)
  const url = `http://localhost:${listening.port}`

  const model = withLocalAddresses(
    readModel(
      await evaluate({
        root,
        stage,
        dev: true,
        directory: ownDirectory,
        ...(options.signal && { signal: options.signal }),
      }),
    ),
    url,
  )
  const { region, accountId } = model

  const database = users === 'memory' ? ':memory:' : join(directory, 'cognito.db')
  if (users === 'fresh') await forget(database)
  const cognito = started.use(
    await startCognito({
      region,
      pools: model.userPools,
      database,
      port: options.cognitoPort ?? 9229,
      clock,
      ...(options.newCode && { newCode: options.newCode }),
      ...(on.message && { onMessage: on.message }),
      ...(on.error && { onError: on.error }),
    }),
  )

  const starting = [
    startFunctionHost(model, cognito.url, directory, options).then(host => started.use(host)),
    startSite(model, server, options).then(running => started.use(running)),
  ] as const
  // Both have to be known before one's failure stops the other.
  await Promise.allSettled(starting)
  const [functions, site] = await Promise.all(starting)

  origin = {
    routers: model.routers,
    apis: model.apis.map(api => ({
      api,
      gateway: createGateway({
        api,
        region,
        accountId,
        clock,
        invoke: functions.invoke,
        jwks: cognito.jwks,
        issuer: cognito.issuer,
        ...(on.error && { onError: on.error }),
      }),
    })),
    answerInbox: (request, response) => answerInbox(request, response, cognito.messages),
    answerSite: site ? site.answer : (_, response) => response.writeHead(404).end(),
    ...(on.request && { onRequest: on.request }),
    ...(on.error && { onError: on.error }),
  }

  options.signal?.throwIfAborted()
  const running = started.move()
  return {
    url,
    cognitoUrl: cognito.url,
    model,
    unsupported: [...model.unsupported, ...unsupportedFunctions(model), ...unsupportedSites(model, root)],
    messages: cognito.messages,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

function startFunctionHost(
  { functions, name, stage, region, accountId }: AppModel,
  cognitoUrl: string,
  directory: string,
  { root, watch = false, on = {} }: OfflineOptions,
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
    environment: { AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognitoUrl },
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
