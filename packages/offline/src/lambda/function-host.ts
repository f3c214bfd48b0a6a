/**
 * Runs the Lambda functions of an app: bundled as SST bundles them, each in
 * worker threads of its own, with Lambda's environment and life cycle.
 *
 * What differs from Lambda: environments are not frozen between invocations,
 * the file system, the working directory and the time zone are the machine's,
 * and all functions run on the Node.js that runs this.
 */
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { LambdaFunction } from '../config/model.ts'
import { StartError } from '../start-error.ts'
import { unsupportedFunction } from './build-options.ts'
import { type BuildOutcome, type Bundle, startBundler } from './bundler.ts'
import { environmentVariables, functionIdentity } from './environment-variables.ts'
import { startEnvironment } from './execution-environment.ts'
import { createFunctionPool, createQueue, type FunctionPool } from './function-pool.ts'
import type { Invocation } from './invocation.ts'

export type FunctionHostOptions = {
  functions: readonly LambdaFunction[]
  /** Root of the project: handlers are relative to it. */
  root: string
  /** Where bundles are written. */
  outputDirectory: string
  region: string
  accountId: string
  app: { name: string; stage: string }
  /** Added to every function's environment, such as AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER. */
  environment: Record<string, string>
  /** Rebuild and replace on save. */
  watch: boolean
  /** A line that a function wrote, or that Lambda would write about it. */
  onLog?: (functionId: string, line: string) => void
  /**
   * After a save: the functions that run new code from here on, which may be
   * none, or why the old code stays (as a developer wants to read it).
   */
  onBuild?: (result: { changed: string[] } | { error: string }) => void
}

export type FunctionHost = AsyncDisposable & {
  /** Rejects only for a function that does not exist; what goes wrong inside one is in the invocation. */
  invoke(functionId: string, event: unknown): Promise<Invocation>
}

/** Rejects when a function cannot be built or run; `unsupportedFunction` tells beforehand which cannot. */
export async function startFunctions(options: FunctionHostOptions): Promise<FunctionHost> {
  const { functions, onLog, onBuild } = options
  const unsupported = functions.flatMap(fn => {
    const reason = unsupportedFunction(fn)
    return reason ? [`${fn.id}: ${reason}.`] : []
  })
  if (unsupported.length > 0) throw new StartError(unsupported.join('\n'))

  const runtimeFile = await bundleRuntime(options.outputDirectory)
  const bundles = new Map<string, Bundle>()
  const pools = new Map<string, FunctionPool>()
  const starts = createQueue()
  let isStarted = false

  function run(fn: LambdaFunction, bundle: Bundle) {
    const start = () =>
      startEnvironment({
        fn,
        bundle,
        runtimeFile,
        identity: functionIdentity(fn, options),
        variables: environmentVariables(fn, options),
        onLog: line => onLog?.(fn.id, line),
      })
    const pool = pools.get(fn.id)
    if (pool) pool.replace(start)
    else pools.set(fn.id, createFunctionPool(start, starts))
  }

  function take(outcome: BuildOutcome) {
    // Before the start is over an error is its rejection.
    if ('error' in outcome) return isStarted && onBuild?.(outcome)

    const changed: string[] = []
    for (const fn of functions) {
      const bundle = outcome.bundles.get(fn.id)
      if (!bundle || bundle.file === bundles.get(fn.id)?.file) continue
      bundles.set(fn.id, bundle)
      run(fn, bundle)
      changed.push(fn.id)
    }
    if (isStarted) onBuild?.({ changed })
  }

  const bundler = await startBundler({ ...options, onBuild: take })
  isStarted = true

  return {
    async invoke(functionId, event) {
      const pool = pools.get(functionId)
      if (!pool) throw new Error(`There is no function "${functionId}".`)
      return pool.invoke(event)
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([bundler[Symbol.asyncDispose](), ...[...pools.values()].map(pool => pool.stop())])
    },
  }
}

/** Workers start faster from a bundle than from TypeScript that each of them would have to strip. */
async function bundleRuntime(outputDirectory: string): Promise<string> {
  const outfile = path.join(outputDirectory, 'runtime.mjs')
  await build({
    entryPoints: [fileURLToPath(new URL('./runtime.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'es2024',
  })
  return outfile
}
