/** What is shipped: the site as it is built, and the functions as they are bundled. */
import { mkdtempDisposable, readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { build as esbuild } from 'esbuild'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { copyProject } from './project-copy.ts'
import { root } from './root.ts'
import { type App, startApp } from './start-app.ts'

const theSecret = 'CAUTION !!! THIS IS VERY SECRET'

const ends: AsyncDisposable[] = []
let app: App
let dist: string
let functions: string
beforeAll(async () => {
  const project = await copyProject()
  const directory = await mkdtempDisposable(join(tmpdir(), 'latchkey-bundles-'))
  ends.push(project, directory)
  app = await startApp({ root: project.root, site: 'built', directory: directory.path })
  ends.push(app)
  dist = join(project.root, 'packages/web/dist')
  functions = join(directory.path, 'functions')
})
afterAll(async () => {
  for (const end of ends.reverse()) await end[Symbol.asyncDispose]()
})

/** Paths below the directory, with slashes. What is linked to is not below it. */
async function filesIn(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  return entries
    .filter(entry => entry.isFile())
    .map(entry => relative(directory, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
}

async function textsIn(directory: string, pattern: RegExp) {
  const files = (await filesIn(directory)).filter(file => pattern.test(file))
  return Promise.all(files.map(async file => ({ file, text: await readFile(join(directory, file), 'utf8') })))
}

/** The sources of a bundle: paths of our own, and names of packages. */
function sorted(sources: Iterable<string>) {
  const own = new Set<string>()
  const packages = new Set<string>()
  for (const source of sources) {
    const [, name] = /.*\bnode_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source) ?? []
    if (name) packages.add(name)
    else own.add(source)
  }
  return { own: [...own].sort(), packages: [...packages].sort() }
}

/** The modules whose code is in the site. */
async function sourcesOfSite() {
  vi.stubEnv('NODE_ENV', 'production')
  try {
    const result = await build({
      root: join(root, 'packages/web'),
      logLevel: 'error',
      build: { write: false },
    })
    if (!('output' in result)) throw new Error('Vite did not build once.')
    const modules = result.output.flatMap(part => (part.type === 'chunk' ? Object.keys(part.modules) : []))
    const files = modules.filter(id => !id.startsWith('\0')).map(id => id.replace(/\?.*/, ''))
    return sorted(files.map(file => relative(root, file).replaceAll(sep, '/')))
  } finally {
    vi.unstubAllEnvs()
  }
}

/** The modules whose code is in a function, by the maps that are written beside the bundles. */
async function sourcesOfFunctions() {
  const maps = await textsIn(functions, /\.mjs\.map$/)
  return sorted(
    maps.flatMap(({ file, text }) => {
      const { sources } = JSON.parse(text) as { sources: string[] }
      return sources.map(source => resolve(dirname(join(functions, file)), source)).map(withinProject)
    }),
  )
}

/** From `packages/` on: what was bundled is a copy of this checkout, with packages linked from it. */
const withinProject = (file: string) =>
  file.replaceAll(sep, '/').replace(/^.*?\/(?=(packages|node_modules)\/)/, '')

/** How much of a function, bundled alone as a deploy does it, are the common passwords. */
async function bytesOfPasswords(handler: string): Promise<number> {
  const { metafile } = await esbuild({
    absWorkingDir: root,
    entryPoints: [handler.replace(/\.handler$/, '.ts')],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    minify: true,
    metafile: true,
    write: false,
    outdir: 'out',
  })
  const parts = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs))
  const [, part] = parts.find(([file]) => file.endsWith('/passwords/common-passwords.ts')) ?? []
  return part?.bytesInOutput ?? 0
}

const licences = ['0BSD', 'Apache-2.0', 'BSD-3-Clause', 'ISC', 'MIT', 'Unlicense']

async function licenceOf(name: string): Promise<string> {
  return JSON.parse(await readFile(join(root, 'node_modules', name, 'package.json'), 'utf8')).license
}

const isLeftAtHome =
  /\.test\.|-fixture\.|\btesting\/|\bexample\/|packages\/offline\/|^tests\/|^tools\/|^bench\//

describe('the site', () => {
  test('is built from its own source and the contract, without tests, fixtures or the runtime', async () => {
    const { own, packages } = await sourcesOfSite()
    expect(own.length).toBeGreaterThan(50)
    for (const source of own) {
      expect(source).toMatch(/^packages\/(web|core)\/(src\/|index\.html)/)
      expect(source).not.toMatch(isLeftAtHome)
    }
    expect(packages).toEqual([
      '@simplewebauthn/browser',
      '@tanstack/query-core',
      '@tanstack/react-query',
      'react',
      'react-dom',
      'scheduler',
      'uqr',
      'valibot',
      'wouter',
    ])
  })

  test('is files of these kinds: no source maps, nothing hidden', async () => {
    const files = await filesIn(dist)
    expect(files).toContain('index.html')
    for (const file of files)
      expect(file).toMatch(
        /^(index\.html|favicon\.svg|[a-z-]+\.(txt|webmanifest)|assets\/[\w-]+\.(js|css|svg|woff2))$/,
      )
    for (const { text } of await textsIn(dist, /\.(js|css|html)$/))
      expect(text).not.toContain('sourceMappingURL')
  })

  test('holds nothing that belongs to the functions, the pool or a developer', async () => {
    const [pool] = app.model.userPools
    const [client] = pool?.clients ?? []
    const kept = [pool?.pool.Id, client?.ClientId, client?.ClientSecret, app.cognitoUrl, theSecret]
    const never = ['cognito-idp', 'amazonaws', 'execute-api', '__offline', 'localhost:', 'import.meta.env']
    for (const { file, text } of await textsIn(dist, /./)) {
      for (const word of [...kept, ...never]) {
        expect(word).toMatch(/.{5,}/)
        expect([file, word, text.includes(word ?? '')]).toEqual([file, word, false])
      }
    }
  })

  test('keeps to its weight: 80 kB for the first screen, 110 kB for all of them in one language', async () => {
    const page = await readFile(join(dist, 'index.html'), 'utf8')
    const files = await textsIn(dist, /\.(js|css)$/)
    const weigh = (some: typeof files) =>
      some.map(({ text }) => brotliCompressSync(text).length).reduce((sum, bytes) => sum + bytes, 0)

    const first = files.filter(({ file }) => page.includes(file))
    expect(first.map(({ file }) => extname(file)).sort()).toEqual(['.css', '.js'])
    const inGerman = files.filter(({ text }) => text.includes('Passwort'))
    expect(inGerman).toHaveLength(2)
    // What comes before anything is shown: in German, the first screen's words besides.
    const firstInGerman = inGerman.filter(({ text }) => text.includes('Passwort vergessen?'))
    expect(firstInGerman).toHaveLength(1)
    expect(weigh([...first, ...firstInGerman])).toBeLessThanOrEqual(80_000)
    expect(weigh(files.filter(file => !inGerman.includes(file)))).toBeLessThanOrEqual(110_000)
  })

  test('names no other origin, but for names that only look like addresses', async () => {
    const named = (await textsIn(dist, /\.(js|css|html|svg)$/)).flatMap(({ text }) => [
      ...text.matchAll(/\b(?:https?|wss?):\/\/[\w.-]+[\w./-]*|(?:src|href)="\/\/[^"]*/g),
    ])
    expect([...new Set(named.map(([address]) => address))].sort()).toEqual([
      // XML's namespaces, by which React makes elements, and where the words of an error are explained.
      'http://www.w3.org/1998/Math/MathML',
      'http://www.w3.org/1999/xlink',
      'http://www.w3.org/2000/svg',
      'http://www.w3.org/XML/1998/namespace',
      'https://react.dev/errors/',
      'https://simplewebauthn.dev/docs/packages/browser',
    ])
  })
})

describe('the functions', () => {
  test('are bundled from their own source and the contract, without tests, fixtures or the runtime', async () => {
    const { own, packages } = await sourcesOfFunctions()
    expect(own.length).toBeGreaterThan(50)
    for (const source of own) {
      expect(source).toMatch(/^packages\/(functions|core)\/src\//)
      expect(source).not.toMatch(isLeftAtHome)
    }
    const families = packages.map(name => name.replace(/^(@aws-sdk|@aws|@smithy)\/.*/, '$1'))
    expect([...new Set(families)]).toEqual(['@aws-sdk', '@aws', '@smithy', 'bowser', 'sst', 'valibot'])
  })

  test('that set a password have the common ones, and no other has', async () => {
    const having = new Map<string, number>()
    for (const { handler } of app.model.functions) {
      const bytes = await bytesOfPasswords(handler)
      if (bytes > 0) having.set(basename(handler, '.handler'), bytes)
    }
    expect([...having.keys()].sort()).toEqual([
      'change-password',
      'reset-password',
      'sign-in-challenge',
      'sign-up',
    ])
    for (const bytes of having.values()) expect(bytes).toBeLessThan(85_000)
  })

  test('hold no secret and no address: they are told at run time', async () => {
    const [pool] = app.model.userPools
    const [client] = pool?.clients ?? []
    const kept = [pool?.pool.Id, client?.ClientId, client?.ClientSecret, app.cognitoUrl, theSecret]
    const bundles = await textsIn(functions, /\.mjs$/)
    expect(bundles.length).toBeGreaterThan(app.model.functions.length)
    for (const { file, text } of bundles) {
      for (const word of [...kept, '__offline', 'example.test']) {
        expect([file, word, text.includes(word ?? '')]).toEqual([file, word, false])
      }
    }
  })

  test('are minified by a deploy, whose archive has no source map', () => {
    for (const { handler, nodejs } of app.model.functions) {
      expect(handler).toMatch(/^packages\/functions\/src\/(routes|triggers)\/[a-z-]+\.handler$/)
      expect(nodejs).toEqual({ minify: true, architecture: 'arm64' })
    }
  })
})

test('everything that is shipped is under a licence that allows it', async () => {
  const [site, bundled] = await Promise.all([sourcesOfSite(), sourcesOfFunctions()])
  for (const name of [...site.packages, ...bundled.packages]) {
    expect([name, licences.includes(await licenceOf(name))]).toEqual([name, true])
  }
})
