/**
 * Runs a bundled SST program under Pulumi's mocks and writes the graph that
 * comes out. A process of its own: Pulumi's runtime is one per process, and
 * SST's components change the working directory and the environment.
 *
 * Arguments: the request, as JSON. Where builds are to be waited for, the graph
 * as it is without them goes to the parent, with the sites that wait; any
 * message back says that those are built.
 */
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildCommandType, type Graph, type Properties, type Resource, siteType } from './graph.ts'
import { mockCall, mockResource, type Place } from './mock-state.ts'
import { startRpcServer } from './rpc-server.ts'

export type ProgramRequest = {
  /** File of the bundled program. */
  program: string
  /** Directory whose `node_modules` holds Pulumi. */
  platform: string
  work: string
  /** File that the graph is written to. */
  output: string
  /** Hold the builds of sites until the parent has run them, instead of taking them for done. */
  waitsForBuilds: boolean
  place: Place
}

export type WaitingBuilds = { graph: Graph; siteIds: string[] }

/** The part of Pulumi's runtime that is used here; it has no types for its monitor. */
type Pulumi = {
  runtime: {
    setMocks(mocks: Mocks, project: string, stack: string, preview: boolean): Promise<void>
    runInPulumiStack(program: () => Promise<Properties>): Promise<Properties | undefined>
  }
}
type MockArgs = { type: string; name: string; inputs: Properties; id?: string }
type Mocks = {
  newResource(args: MockArgs): { id: string; state: Properties }
  call(args: { token: string; inputs: Properties }): Properties
}
type Request = {
  getType(): string
  getName(): string
  getParent(): string
  getProtect?(): boolean
  getRetainondelete?(): boolean
  getUrn(): string
  getOutputs(): { toJavaScript(): Properties }
}
type Callback = (error: Error | null, response?: { getUrn(): string; getId?(): string }) => void
type Monitor = {
  newUrn(parent: string, type: string, name: string): string
  registerResource(request: Request, callback: Callback): Promise<void>
  readResource(request: Request, callback: Callback): Promise<void>
  registerResourceOutputs(request: Request, callback: Callback): void
}

const request: ProgramRequest = JSON.parse(process.argv[2] ?? '')
const { place } = request
const requireFromPlatform = createRequire(join(request.platform, 'package.json'))
const pulumi: Pulumi = requireFromPlatform('@pulumi/pulumi')
const settings: { getMonitor(): Monitor } = requireFromPlatform('@pulumi/pulumi/runtime/settings.js')

const rpc = await startRpcServer(request.work)
process.env.SST_SERVER = rpc.url
process.env.SST_AWS_REGION ??= place.region

/** Mocks answer by type and name; this keeps what they answered until the URN is known. */
const answers = new Map<string, { inputs: Properties; id: string; state: Properties }>()
const resources = new Map<string, Resource>()
/** Builds that Pulumi has asked for and not been told the end of. */
const builds: { siteId: string; end: () => void }[] = []

await pulumi.runtime.setMocks(
  {
    newResource: ({ type, name, inputs, id: importedId }) => {
      const plain = withoutSecrets(inputs) as Properties
      const { id, state } = mockResource(type, name, plain, place)
      const answer = { inputs: plain, id: importedId || id, state }
      answers.set(`${type} ${name}`, answer)
      return answer
    },
    call: ({ token, inputs }) => mockCall(token, withoutSecrets(inputs) as Properties, place),
  },
  place.app,
  place.stage,
  false,
)

const monitor = settings.getMonitor()
monitor.newUrn = (parent, type, name) => {
  const parentType = parent.split('::').at(2)
  const ofStack = !parentType || parentType === 'pulumi:pulumi:Stack'
  return [`urn:pulumi:${place.stage}`, place.app, ofStack ? type : `${parentType}$${type}`, name].join('::')
}
recordResources('registerResource')
recordResources('readResource')

const registerResourceOutputs = monitor.registerResourceOutputs.bind(monitor)
monitor.registerResourceOutputs = (outputsRequest, callback) => {
  const resource = resources.get(outputsRequest.getUrn())
  if (resource) resource.outputs = withoutSecrets(outputsRequest.getOutputs().toJavaScript()) as Properties
  registerResourceOutputs(outputsRequest, callback)
}

function recordResources(method: 'registerResource' | 'readResource') {
  const original = monitor[method].bind(monitor)
  monitor[method] = (resourceRequest, callback) =>
    original(resourceRequest, async (error, response) => {
      if (response) {
        const urn = response.getUrn()
        record(resourceRequest, urn)
        if (request.waitsForBuilds) await siteBuilt(resourceRequest)
      }
      callback(error, response)
    })
}

function record(resourceRequest: Request, urn: string) {
  const type = resourceRequest.getType()
  const name = resourceRequest.getName()
  const { inputs, id, state } = answers.get(`${type} ${name}`) ?? { inputs: {}, id: '', state: {} }
  const parent = resourceRequest.getParent()
  resources.set(urn, {
    urn,
    type,
    name,
    ...(parent && { parent }),
    id,
    inputs,
    state,
    outputs: {},
    protect: resourceRequest.getProtect?.() ?? false,
    retainOnDelete: resourceRequest.getRetainondelete?.() ?? false,
  })
}

/** Resolves at once for everything that is not the build of a site. */
async function siteBuilt(resourceRequest: Request) {
  const site = resources.get(resourceRequest.getParent())
  if (resourceRequest.getType() !== buildCommandType || site?.type !== siteType) return
  await new Promise<void>(end => builds.push({ siteId: site.name, end }))
}

/** Pulumi marks a secret with this key; its value stands beside it. */
const secretMark = '4dabf18193072939515e22adb298388d'

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets)
  if (typeof value !== 'object' || value === null) return value
  if (secretMark in value && 'value' in value) return withoutSecrets(value.value)
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutSecrets(item)]))
}

process.on('unhandledRejection', fail)
process.on('uncaughtException', fail)

function fail(error: unknown) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exit(1)
}

let outputs: Properties = {}

// Components go on working after `run()` has returned: links and functions are
// reported later. Nothing is left to do when Node would end by itself; then
// either builds are waited for, or this is the end.
process.on('beforeExit', () => {
  const graph: Graph = {
    app: { name: place.app, stage: place.stage },
    region: place.region,
    accountId: place.accountId,
    resources: [...resources.values()],
    functions: rpc.functions,
    outputs,
  }
  if (builds.length === 0) {
    writeFileSync(request.output, JSON.stringify(graph), { mode: 0o600 })
    return
  }
  const waiting = builds.splice(0)
  process.once('message', () => {
    for (const { end } of waiting) end()
  })
  process.send?.({ graph, siteIds: waiting.map(({ siteId }) => siteId) } satisfies WaitingBuilds)
})

const { default: program } = await import(pathToFileURL(request.program).href)
await pulumi.runtime.runInPulumiStack(async () => {
  outputs = await program()
  return outputs
})
