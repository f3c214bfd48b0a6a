/**
 * How SST's builder sets up esbuild for a function under `sst dev`: as for a
 * deploy, except that nothing is minified and source maps are always there.
 * Code is split into chunks even where the function does not ask for it.
 */
import type { BuildOptions, Loader } from 'esbuild'
import type { LambdaFunction } from '../config/model.ts'

/** SST's `nodejs` arguments, as far as they have a meaning here. */
type NodejsArguments = {
  format?: 'esm' | 'cjs'
  banner?: string
  loader?: Record<string, Loader>
  install?: string[] | Record<string, string>
  esbuild?: BuildOptions
}

const knownArguments = [
  'architecture',
  'banner',
  'esbuild',
  'format',
  'install',
  'loader',
  'minify',
  'sourcemap',
  'splitting',
]

/** Of esbuild's own options those that say how code is compiled, not where it comes from or goes to. */
const passedOn = ['alias', 'conditions', 'define', 'keepNames', 'mainFields', 'target'] as const
const knownOptions: string[] = [...passedOn, 'external', 'minify', 'sourcemap']

const targets: Record<string, string> = {
  'nodejs24.x': 'es2024',
  'nodejs22.x': 'node22',
  'nodejs20.x': 'node20',
}

/** Native modules that no bundle can hold. */
const alwaysExternal = ['sharp', 'pg-native']

/** What CommonJS packages expect to find around them, in a module that has none of it. */
const commonJsGlobals = [
  'import { createRequire as topLevelCreateRequire } from "node:module";',
  'import { fileURLToPath as topLevelFileUrlToPath } from "node:url";',
  'const require = topLevelCreateRequire(import.meta.url);',
  'const __filename = topLevelFileUrlToPath(import.meta.url);',
  'const __dirname = topLevelFileUrlToPath(new URL(".", import.meta.url));',
]

/** Why the runtime cannot run a function, or nothing if it can. */
export function unsupportedFunction({ runtime, nodejs }: LambdaFunction): string | undefined {
  if (!(runtime in targets)) return `the runtime ${runtime} does not run offline`
  const unknown =
    Object.keys(nodejs).find(key => !knownArguments.includes(key)) ??
    Object.keys((nodejs.esbuild as BuildOptions | undefined) ?? {})
      .filter(key => !knownOptions.includes(key))
      .map(key => `esbuild.${key}`)[0]
  return unknown && `the setting nodejs.${unknown} is not honoured offline`
}

export function buildOptions({ runtime, nodejs }: LambdaFunction): BuildOptions {
  const { format = 'esm', banner, loader = {}, install = [], esbuild = {} } = nodejs as NodejsArguments
  const own = Object.fromEntries(passedOn.flatMap(key => (key in esbuild ? [[key, esbuild[key]]] : [])))
  const installed = Array.isArray(install) ? install : Object.keys(install)
  const isModule = format === 'esm'

  return {
    bundle: true,
    platform: 'node',
    format,
    target: targets[runtime] ?? 'esnext',
    mainFields: isModule ? ['module', 'main'] : ['main'],
    keepNames: true,
    sourcemap: 'linked',
    loader,
    // A banner would run once for every chunk.
    splitting: isModule && banner === undefined,
    external: [...alwaysExternal, ...installed, ...(esbuild.external ?? [])],
    banner: { js: [...(isModule ? commonJsGlobals : []), ...(banner ? [banner] : [])].join('\n') },
    outExtension: { '.js': isModule ? '.mjs' : '.cjs' },
    ...own,
  }
}
