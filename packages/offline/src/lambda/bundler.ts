/**
 * Bundles the functions and keeps the bundles up to date.
 *
 * Functions with the same build options share an esbuild context, and the code
 * that they have in common is written once, to chunks. Bundling the AWS SDK
 * into each of them, as a deploy does, takes ten times as long.
 *
 * The name of a bundle carries a hash of its content: a function has changed
 * if its file has another name. Bundles stay where they are for as long as the
 * host runs, for workers that start from them late. That is why esbuild does
 * not write them: with a rebuild, even one that fails, it deletes the old ones.
 */
import { existsSync } from 'node:fs'
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type BuildContext, type BuildResult, context, formatMessages, type Message } from 'esbuild'
import type { LambdaFunction } from '../config/model.ts'
import { StartError } from '../start-error.ts'
import { buildOptions } from './build-options.ts'
import { type HandlerFile, locateHandler } from './handler-file.ts'

export type Bundle = { file: string; exportName: string }

type BundlerOptions = {
  functions: readonly LambdaFunction[]
  root: string
  outputDirectory: string
  watch: boolean
  /** Called with every build of some of the functions, the first ones included. */
  onBuild: (outcome: BuildOutcome) => void
}

export type BuildOutcome = { bundles: Map<string, Bundle> } | { error: string }

type Target = HandlerFile & { fn: LambdaFunction }

/** Builds everything once, and rejects if that fails. */
export async function startBundler(options: BundlerOptions): Promise<AsyncDisposable> {
  const targets = await Promise.all(
    options.functions.map(async fn => ({ fn, ...(await locateHandler(options.root, fn)) })),
  )
  const groups = await Promise.allSettled(
    [...Map.groupBy(targets, ({ fn }) => JSON.stringify(buildOptions(fn))).values()].map(group =>
      startGroup(group, options),
    ),
  )
  const dispose = async () => {
    const started = groups.flatMap(group => (group.status === 'fulfilled' ? [group.value] : []))
    await Promise.all(started.map(({ building }) => building.dispose()))
  }

  const outcomes = await Promise.all(
    groups.map(group => (group.status === 'fulfilled' ? group.value.first : { error: String(group.reason) })),
  )
  const errors = outcomes.flatMap(outcome => ('error' in outcome ? [outcome.error] : []))
  if (errors.length > 0 || !options.watch) await dispose()
  if (errors.length > 0) throw new StartError(errors.join('\n'))
  return { [Symbol.asyncDispose]: dispose }
}

/** Bundles of an earlier run go. Packages that are not bundled are found where the source finds them. */
async function prepareDirectory(directory: string, { file }: Target) {
  await rm(directory, { recursive: true, force: true })
  await mkdir(directory, { recursive: true })
  const packages = nearestPackages(path.dirname(file))
  if (packages) await symlink(packages, path.join(directory, 'node_modules'), 'junction')
}

function nearestPackages(directory: string): string | undefined {
  const packages = path.join(directory, 'node_modules')
  if (existsSync(packages)) return packages
  const parent = path.dirname(directory)
  return parent === directory ? undefined : nearestPackages(parent)
}

async function startGroup(group: Target[], options: BundlerOptions) {
  const { promise: first, resolve } = Promise.withResolvers<BuildOutcome>()
  const written = new Set<string>()

  async function write({ outputFiles = [] }: BuildResult) {
    const files = outputFiles.filter(({ path: file }) => !written.has(file))
    await Promise.all(files.map(({ path: file, contents }) => writeFile(file, contents)))
    for (const { path: file } of files) written.add(file)
  }

  async function onEnd(result: BuildResult) {
    const outcome = await write(result)
      .then(() => outcomeOf(result, group, options.root))
      .catch(error => ({ error: String(error) }))
    options.onBuild(outcome)
    resolve(outcome)
  }

  const [leader] = group as [Target]
  const chunks = `${leader.fn.id}-chunks`
  await Promise.all([
    prepareDirectory(path.join(options.outputDirectory, chunks), leader),
    ...group.map(target => prepareDirectory(path.join(options.outputDirectory, target.fn.id), target)),
  ])
  const building: BuildContext = await context({
    ...buildOptions(leader.fn),
    absWorkingDir: options.root,
    entryPoints: group.map(target => ({
      in: target.file,
      out: `${target.fn.id}/${bundleName(target.file)}`,
    })),
    entryNames: '[dir]/[name]-[hash]',
    chunkNames: `${chunks}/[name]-[hash]`,
    outdir: options.outputDirectory,
    metafile: true,
    write: false,
    logLevel: 'silent',
    plugins: [{ name: 'outcome', setup: build => build.onEnd(onEnd) }],
  })
  // Both end in onEnd, which also learns of errors; rebuild() would throw them a second time.
  if (options.watch) await building.watch()
  else await building.rebuild().catch(() => undefined)
  return { building, first }
}

/** Lambda takes the first dot for the start of the export's name. */
function bundleName(file: string): string {
  return path.parse(file).name.replaceAll('.', '-')
}

async function outcomeOf(result: BuildResult, group: Target[], root: string): Promise<BuildOutcome> {
  if (result.errors.length > 0) return { error: await readable(result.errors) }

  const outputs = new Map(
    Object.entries(result.metafile?.outputs ?? {})
      .filter(([, { entryPoint }]) => entryPoint)
      .map(([file, { exports }]) => [path.basename(path.dirname(file)), { file, exports }]),
  )
  const bundles = new Map<string, Bundle>()
  const errors: string[] = []
  for (const { fn, file, exportName } of group) {
    const output = outputs.get(fn.id)
    if (!output) throw new Error(`esbuild wrote nothing for ${fn.id}.`)
    // Nothing is known about the exports of CommonJS; the worker finds out when it loads the bundle.
    if (output.file.endsWith('.mjs') && !output.exports.includes(exportName)) {
      const found = output.exports.length > 0 ? `only ${output.exports.join(', ')}` : 'nothing'
      errors.push(
        `${fn.id}: ${path.relative(root, file)} does not export "${exportName}"; it exports ${found}.`,
      )
    }
    bundles.set(fn.id, { file: path.resolve(root, output.file), exportName })
  }
  return errors.length > 0 ? { error: errors.join('\n') } : { bundles }
}

async function readable(errors: Message[]): Promise<string> {
  return (await formatMessages(errors, { kind: 'error', color: false })).join('\n').trimEnd()
}
