/**
 * Evaluates `sst.config.ts` without AWS: the project's own config with SST's
 * own components, under Pulumi's mocks.
 *
 * The graph is kept beside a hash of everything that it depends on (the bundled
 * program with SST's components in it, the mocks, the stage, the environment
 * variables that the config reads), so that a start without changes does not pay again.
 */
import { spawn } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StartError } from '../start-error.ts'
import { bundleProgram, readApp } from './bundle.ts'
import type { Graph } from './graph.ts'
import type { ProgramRequest, WaitingBuilds } from './program.ts'

export type EvaluateOptions = {
  /** Directory of `sst.config.ts`. */
  root: string
  stage: string
  /** As under `sst dev` (to run it) or as under `sst deploy` (to assert on it). */
  dev: boolean
  /** Where graphs and work files are kept. */
  directory: string
  /**
   * Builds these sites, in the middle of the evaluation: the graph that it gets
   * lacks what depends on the builds. Without it, the files of the last build
   * are taken for those that a deploy would make.
   */
  build?: (graph: Graph, siteIds: string[]) => Promise<void>
  /** Gives up when it is aborted. */
  signal?: AbortSignal
}

/** Rejects with a `StartError` for a config that cannot be evaluated. */
export async function evaluate({
  root,
  stage,
  dev,
  directory,
  build,
  signal,
}: EvaluateOptions): Promise<Graph> {
  if (!existsSync(join(root, 'sst.config.ts'))) throw new StartError(`There is no sst.config.ts in ${root}.`)
  const platform = join(root, '.sst', 'platform')
  if (!existsSync(platform)) throw new StartError('SST is not installed here: run npx sst install.')

  const region = process.env.AWS_REGION ?? 'us-east-1'
  const work = join(directory, 'config')
  // Graphs hold the values of secrets.
  await mkdir(directory, { recursive: true, mode: 0o700 })
  await mkdir(work, { recursive: true })

  const bundled = await bundle(root, stage, dev, work).catch((error: Error) => {
    throw new StartError(`sst.config.ts cannot be bundled.\n${error.message}`, { cause: error })
  })
  const variables = [
    ...bundled.variables,
    ...Object.keys(process.env).filter(name => name.startsWith('SST_SECRET_')),
  ]
  const key = createHash('sha256')
    .update(
      JSON.stringify([
        bundled.code,
        await ownSources(),
        region,
        process.version,
        variables.map(name => [name, process.env[name]]),
      ]),
    )
    .digest('hex')

  const cache = join(work, `graph-${stage}-${dev ? 'dev' : 'deploy'}.json`)
  const cached = dev ? await readGraph(cache, key) : undefined
  if (cached) return cached

  const graph = await runProgram(
    bundled.code,
    {
      platform,
      work,
      place: { app: bundled.app, stage, region, accountId: '000000000000' },
    },
    build,
    signal,
  )
  await writeAtomically(cache, JSON.stringify({ key, graph }))
  return graph
}

async function bundle(root: string, stage: string, dev: boolean, work: string) {
  const app = await readApp(root, stage)
  const platform = join(root, '.sst', 'platform')
  const bundled = await bundleProgram(root, {
    $app: { removal: 'retain', protect: false, ...app, stage },
    $cli: {
      command: dev ? 'dev' : 'deploy',
      paths: { home: work, root, work, platform },
      state: { version: {} },
    },
    $dev: dev,
  })
  return { ...bundled, app: app.name }
}

/** What the graph depends on besides the config: a change here makes kept graphs stale. */
const ownSources = () =>
  Promise.all(
    ['program.ts', 'mock-state.ts', 'rpc-server.ts'].map(file =>
      readFile(join(import.meta.dirname, file), 'utf8'),
    ),
  )

async function readGraph(file: string, key: string): Promise<Graph | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (!text) return undefined
  const stored: { key: string; graph: Graph } = JSON.parse(text)
  return stored.key === key ? stored.graph : undefined
}

/** Runs the bundle from inside the platform directory, where its externals resolve. */
async function runProgram(
  code: string,
  request: Omit<ProgramRequest, 'program' | 'output' | 'waitsForBuilds'>,
  build: EvaluateOptions['build'],
  signal: AbortSignal | undefined,
): Promise<Graph> {
  const run = randomUUID()
  const program = join(request.platform, `offline-${run}.mjs`)
  const output = join(request.work, `graph-${run}.json`)
  try {
    await writeFile(program, code)
    const argument: ProgramRequest = { ...request, program, output, waitsForBuilds: build !== undefined }
    const child = spawn(
      process.execPath,
      ['--enable-source-maps', join(import.meta.dirname, 'program.ts'), JSON.stringify(argument)],
      { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], ...(signal && { signal }) },
    )
    let errors = ''
    child.stderr?.setEncoding('utf8').on('data', text => {
      errors += text
    })
    let failedBuild: unknown
    child.on('message', ({ graph, siteIds }: WaitingBuilds) => {
      build?.(graph, siteIds).then(
        () => child.connected && child.send('built'),
        error => {
          failedBuild = error
          child.kill()
        },
      )
    })
    await once(child, 'close')
    if (failedBuild) throw failedBuild
    const graph = await readFile(output, 'utf8').catch(() => undefined)
    if (child.exitCode !== 0 || !graph)
      throw new StartError(`sst.config.ts failed.\n${ownFrames(errors.trim())}`)
    return JSON.parse(graph)
  } finally {
    await Promise.all([rm(program, { force: true }), rm(output, { force: true })])
  }
}

/** A stack without the frames of SST and Node, which are nobody's to mend here. */
const ownFrames = (stack: string) =>
  stack
    .split('\n')
    .filter(line => !/^\s+at .*(\/\.sst\/|node:internal)/.test(line))
    .join('\n')

async function writeAtomically(file: string, text: string) {
  const partial = `${file}.${randomUUID()}`
  await writeFile(partial, text, { mode: 0o600 })
  await rename(partial, file)
}
