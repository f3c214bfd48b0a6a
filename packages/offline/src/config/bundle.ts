/**
 * Bundles `sst.config.ts` the way the SST CLI does: modules of the project see
 * SST's globals, everything that Pulumi brings stays external.
 *
 * Source: how SST 4.17 prepares the program that it hands to Pulumi.
 */
import { readFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { type BuildOptions, build, type Plugin } from 'esbuild'

export type AppConfig = {
  name: string
  removal?: string
  protect?: boolean
  providers?: Record<string, unknown>
}

export type Bundle = {
  code: string
  /** Environment variables that the project's modules read. */
  variables: string[]
}

const shared = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  mainFields: ['module', 'main'],
  write: false,
  logLevel: 'silent',
  sourcemap: 'inline',
} as const satisfies BuildOptions

/** Evaluates `app()`, which sees none of SST's globals. */
export async function readApp(root: string, stage: string): Promise<AppConfig> {
  const code = await run({
    ...shared,
    sourcemap: false,
    absWorkingDir: root,
    stdin: {
      contents: 'import config from "./sst.config.ts"\nexport default config.app',
      resolveDir: root,
    },
    banner: { js: 'const $config = config => config;' },
  })
  const { default: app } = await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`)
  return app({ stage })
}

/** Bundles the whole program; its default export starts `run()` and resolves to its outputs. */
export async function bundleProgram(
  root: string,
  globals: Record<'$app' | '$cli' | '$dev', unknown>,
): Promise<Bundle> {
  const platform = join(root, '.sst', 'platform')
  const variables = new Set<string>()

  const code = await run({
    ...shared,
    absWorkingDir: root,
    sourceRoot: `${root}/`,
    stdin: {
      contents: [
        'import config from "./sst.config.ts"',
        `import { run } from ${JSON.stringify(join(platform, 'src/auto/run.ts'))}`,
        'export default () => run(config.run)',
      ].join('\n'),
      resolveDir: root,
    },
    nodePaths: [join(platform, 'node_modules')],
    external: [
      '@pulumi/*',
      '@pulumiverse/*',
      '@sst-provider/*',
      '@aws-sdk/*',
      'undici',
      'esbuild',
      'archiver',
      'glob',
      'vite',
    ],
    define: Object.fromEntries(Object.entries(globals).map(([name, value]) => [name, JSON.stringify(value)])),
    inject: [join(platform, 'src/shim/run.js')],
    banner: {
      js: [
        'import { createRequire as topLevelCreateRequire } from "node:module";',
        'import { fileURLToPath as topLevelFileURLToPath } from "node:url";',
        'const require = topLevelCreateRequire(import.meta.url);',
        'const __dirname = topLevelFileURLToPath(new URL(".", import.meta.url));',
      ].join(''),
    },
    plugins: [projectModules(root, platform, variables)],
  })
  return { code, variables: [...variables].sort() }
}

/** Gives the project's own modules `aws` and `sst`, on their first line so that positions stay right. */
function projectModules(root: string, platform: string, variables: Set<string>): Plugin {
  const prelude =
    'import * as aws from "@pulumi/aws"; ' +
    `import * as sst from ${JSON.stringify(join(platform, 'src/components'))}; `
  const foreign = [`${sep}node_modules${sep}`, `${sep}.sst${sep}`]

  return {
    name: 'project-modules',
    setup({ onLoad }) {
      onLoad({ filter: /\.[cm]?[jt]s$/ }, async ({ path }) => {
        if (!path.startsWith(root) || foreign.some(part => path.includes(part))) return undefined
        const source = await readFile(path, 'utf8')
        for (const [, name] of source.matchAll(/process\.env(?:\.|\[['"])(\w+)/g))
          variables.add(name as string)
        return { contents: prelude + source, loader: path.endsWith('ts') ? 'ts' : 'js' }
      })
    },
  }
}

async function run(options: BuildOptions): Promise<string> {
  const { outputFiles } = await build(options)
  const [file] = outputFiles ?? []
  if (!file) throw new Error('esbuild returned no bundle of sst.config.ts.')
  return file.text
}
