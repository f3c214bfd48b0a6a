/** What the project is made of besides its own source, and what may not be in that. */
import { execFile } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { root } from './root.ts'

const run = promisify(execFile)
const readJson = async (file: string) => JSON.parse(await readFile(join(root, file), 'utf8'))

type Locked = {
  version?: string
  integrity?: string
  resolved?: string
  link?: boolean
  dev?: boolean
  devOptional?: boolean
  hasInstallScript?: boolean
  license?: string
}

/** Packages from the registry, by where they are installed. */
async function lockedPackages() {
  const { packages } = (await readJson('package-lock.json')) as { packages: Record<string, Locked> }
  return Object.entries(packages).filter(([path, { link }]) => path.includes('node_modules/') && !link)
}

const nameOf = (path: string) => path.replace(/^.*node_modules\//, '')

const manifests = ['package.json', ...globSync('packages/*/package.json', { cwd: root })]

describe('dependencies', () => {
  test('are named by exact versions, in every package', async () => {
    expect(manifests.length).toBe(5)
    for (const file of manifests) {
      const { dependencies, devDependencies, optionalDependencies, peerDependencies } = await readJson(file)
      const wanted = { ...dependencies, ...devDependencies, ...optionalDependencies, ...peerDependencies }
      for (const [name, version] of Object.entries(wanted)) {
        expect([file, name, version]).toEqual([
          file,
          name,
          expect.stringMatching(/^\d+\.\d+\.\d+(-[\w.]+)?$/),
        ])
      }
    }
    expect(await readFile(join(root, '.npmrc'), 'utf8')).toMatch(/^save-exact=true$/m)
  })

  test('are locked by the hash of what they contain, and come from the public registry', async () => {
    const locked = await lockedPackages()
    expect(locked.length).toBeGreaterThan(100)
    for (const [path, { integrity, resolved }] of locked) {
      expect([path, integrity]).toEqual([path, expect.stringMatching(/^sha512-[\w+/]{86}==$/)])
      if (resolved !== undefined) expect(resolved).toMatch(/^https:\/\/registry\.npmjs\.org\//)
    }
  })

  test('run no code of their own when they are installed, but for the one that brings Node', async () => {
    expect((await readJson('package.json')).allowScripts).toEqual({ node: true, esbuild: false })
    const withScripts = (await lockedPackages()).filter(([, { hasInstallScript }]) => hasInstallScript)
    expect(withScripts.map(([path]) => nameOf(path)).sort()).toEqual(['esbuild', 'node'])
  })

  test('outside of development have a licence that lets them be shipped', async () => {
    const shipped = (await lockedPackages()).filter(([, { dev, devOptional }]) => !dev && !devOptional)
    expect(shipped.length).toBeGreaterThan(50)
    for (const [path, { license }] of shipped) {
      expect([path, license]).toEqual([
        path,
        expect.stringMatching(/^(0BSD|Apache-2\.0|BSD-[23]-Clause|ISC|MIT|Unlicense)$/),
      ])
    }
  })

  test('of what is shipped are few, and these', async () => {
    const [site, functions, core] = await Promise.all(
      ['web', 'functions', 'core'].map(name => readJson(`packages/${name}/package.json`)),
    )
    expect(Object.keys(core.dependencies)).toEqual(['valibot'])
    expect(Object.keys(functions.dependencies)).toEqual([
      '@aws-sdk/client-cognito-identity-provider',
      '@latchkey/core',
      'sst',
      'valibot',
    ])
    expect(Object.keys(site.dependencies)).toEqual([
      '@latchkey/core',
      '@simplewebauthn/browser',
      '@tanstack/react-query',
      'react',
      'react-dom',
      'uqr',
      'valibot',
      'wouter',
    ])
  })
})

describe('npm run', () => {
  test('sbom lists everything that is shipped, as CycloneDX, with licences and hashes', async () => {
    const { stdout } = await run('npm', ['run', '--silent', 'sbom'], {
      cwd: root,
      maxBuffer: 64 * 1024 * 1024,
      shell: process.platform === 'win32',
      // Nothing of it asks the registry.
      env: { ...process.env, npm_config_offline: 'true' },
    })
    type Component = { name: string; version: string; purl: string; licenses?: unknown[]; hashes?: unknown[] }
    const { bomFormat, specVersion, components } = JSON.parse(stdout) as {
      bomFormat: string
      specVersion: string
      components: Component[]
    }
    expect([bomFormat, specVersion]).toEqual(['CycloneDX', expect.stringMatching(/^1\.[5-9]$/)])
    const byPurl = new Map(components.map(component => [decodeURIComponent(component.purl), component]))
    for (const name of ['functions', 'web', 'core']) {
      const { dependencies } = await readJson(`packages/${name}/package.json`)
      for (const [dependency, version] of Object.entries(dependencies)) {
        const component = byPurl.get(`pkg:npm/${dependency}@${version}`)
        expect([dependency, component?.version]).toEqual([dependency, version])
        if (dependency.startsWith('@latchkey/')) continue
        expect(component?.licenses).toHaveLength(1)
        expect(component?.hashes).toEqual([
          { alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) },
        ])
      }
    }
    // What those depend on is there as well.
    for (const name of ['@smithy/core', 'scheduler', 'regexparam']) {
      expect(components.map(component => component.name)).toContain(name)
    }
  })

  test('audit fails on what is known to be severe, and on a package that the registry has not signed', async () => {
    expect((await readJson('package.json')).scripts.audit).toBe(
      'npm audit --omit=dev --audit-level=high && npm audit signatures',
    )
  })
})

describe('an action that CI takes from elsewhere', () => {
  const unpinned = (workflow: string) =>
    [...workflow.matchAll(/\buses:\s*(\S+)/g)].filter(
      ([, action = '']) => !/^\.\/|@[0-9a-f]{40}$/.test(action),
    )

  test('is pinned to a commit', async () => {
    const workflows = globSync('.github/**/*.{yml,yaml}', { cwd: root })
    for (const file of workflows) {
      expect([file, unpinned(await readFile(join(root, file), 'utf8'))]).toEqual([file, []])
    }
  })

  test.each([
    ['by a tag', 'steps:\n  - uses: actions/checkout@v5\n', 1],
    ['by nothing', 'steps:\n  - uses: actions/checkout\n', 1],
    ['by a commit', `steps:\n  - uses: actions/checkout@${'a1'.repeat(20)} # v5\n`, 0],
    ['as one of our own', 'steps:\n  - uses: ./.github/actions/set-up\n', 0],
  ])('would be told where it is named %s', (_, workflow, count) => {
    expect(unpinned(workflow)).toHaveLength(count)
  })
})

describe('among the files of the project', () => {
  /** By what a secret looks like. Each is put together here, so that this file has none. */
  const secrets: Record<string, RegExp> = {
    'an access key of AWS': /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
    'a private key': /-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[\w+/=\s]{64}/,
    'a token': /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}/,
    'a token of GitHub, npm or Slack': /\b(?:gh[pousr]_\w{36}|npm_\w{36}|xox[abprs]-[\w-]{10,})/,
    'a long value beside its name':
      /(?:secret|passw(?:or)?d|api_?key|token)["']?\s*[:=]\s*["'][\w+/]{40,}={0,2}["']/i,
  }

  test.each([
    ['an access key of AWS', `${'AKIA'}IOSFODNN7EXAMPLE`],
    ['a private key', `-----BEGIN ${'RSA PRIVATE'} KEY-----\n${'M'.repeat(64)}`],
    ['a token', `${'eyJ'}hbGciOiJSUzI1NiJ9.${'eyJ'}zdWIiOiIxMjM0In0.${'c'.repeat(43)}`],
    ['a token of GitHub, npm or Slack', `${'ghp'}_${'a'.repeat(36)}`],
    ['a long value beside its name', `client${'Secret'}: '${'a1'.repeat(26)}'`],
  ])('%s would be seen', (kind, text) => {
    expect(secrets[kind]?.test(text)).toBe(true)
  })

  test('there is no secret', async () => {
    const { stdout } = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: root,
      maxBuffer: 64 * 1024 * 1024,
    })
    const files = stdout.split('\0').filter(file => file && existsSync(join(root, file)))
    expect(files.length).toBeGreaterThan(300)
    const found = await Promise.all(
      files.map(async file => {
        const text = await readFile(join(root, file), 'latin1')
        return Object.entries(secrets).flatMap(([kind, pattern]) =>
          pattern.test(text) ? [`${file}: ${kind}`] : [],
        )
      }),
    )
    expect(found.flat()).toEqual([])
  })

  test('none is kept that holds the settings of one machine', async () => {
    const { stdout } = await run('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
      cwd: root,
    })
    const files = stdout.split('\n')
    expect(
      files.filter(file =>
        /(^|\/)\.env(\.|$)|\.(pem|key|p12|pfx)$|(^|\/)\.offline\/|(^|\/)\.sst\//.test(file),
      ),
    ).toEqual([])
  })
})
