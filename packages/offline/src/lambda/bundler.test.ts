import { execFile } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { startProject } from './function-fixture.ts'

describe('a function is built', () => {
  test.each(['ts', 'tsx', 'mts', 'js', 'mjs', 'cjs'])('from a .%s file', async extension => {
    const source = extension === 'cjs' ? 'exports.run = async () => 1' : 'export const run = async () => 1'
    const project = startProject({
      files: { [`a/b.c.${extension}`]: source },
      functions: { Main: { handler: 'a/b.c.run', nodejs: extension === 'cjs' ? { format: 'cjs' } : {} } },
    })
    await using started = await project
    expect(await started.invoke('Main')).toEqual({ ok: true, payload: 1 })
  })

  test('with what CommonJS packages expect around them', async () => {
    await using project = await startProject({
      files: {
        'main.ts': `
          import { isDev } from './old.cjs'
          declare const require: any, __filename: string, __dirname: string
          class Kept {}
          export const handler = async () => [require('node:path').sep, __filename.startsWith(__dirname), isDev, Kept.name]
        `,
        'old.cjs': 'const { platform } = require("node:os"); exports.isDev = typeof platform() === "string"',
      },
      functions: { Main: { handler: 'main.handler' } },
    })
    expect(await project.invoke('Main')).toEqual({ ok: true, payload: [path.sep, true, true, 'Kept'] })
  })

  test('by its own nodejs settings', async () => {
    await using project = await startProject({
      files: {
        'main.ts': `
          import text from './note.txt'
          import { version } from 'aliased'
          import * as external from 'valibot'
          declare const MARK: string, bannerRan: string
          export const handler = async () => [text, version, typeof external.parse, MARK, bannerRan, typeof require]
        `,
        'note.txt': 'a note',
        'other.ts': 'export const version = 7',
        'plain.ts': 'declare const MARK: string; export const handler = async () => typeof MARK',
      },
      functions: {
        Main: {
          handler: 'main.handler',
          nodejs: {
            architecture: 'arm64',
            minify: true,
            loader: { '.txt': 'text' },
            install: ['valibot'],
            banner: 'const bannerRan = "yes";',
            esbuild: { define: { MARK: '"marked"' }, alias: { aliased: './other.ts' } },
          },
        },
        Plain: { handler: 'plain.handler' },
      },
    })
    expect(await project.invoke('Main')).toEqual({
      ok: true,
      payload: ['a note', 7, 'function', 'marked', 'yes', 'function'],
    })
    expect(await project.invoke('Plain')).toEqual({ ok: true, payload: 'undefined' })

    const directory = path.join(project.root, '.offline/functions/Main')
    const [bundle = ''] = (await readdir(directory)).filter(name => name.endsWith('.mjs'))
    const code = await readFile(path.join(directory, bundle), 'utf8')
    expect(code).toContain('from "valibot"')
    expect(code).toContain('// main.ts')
  })
})

test('a package that is not bundled is found where the source would find it', async () => {
  const local = 'packages/notes/node_modules/local'
  await using project = await startProject({
    files: {
      'packages/notes/main.ts': `import { answer } from 'local'; export const handler = async () => answer`,
      [`${local}/package.json`]: '{"name":"local","type":"module","exports":"./local.js"}',
      [`${local}/local.js`]: 'export const answer = 42',
    },
    functions: { Main: { handler: 'packages/notes/main.handler', nodejs: { install: { local: '1.0.0' } } } },
  })
  expect(await project.invoke('Main')).toEqual({ ok: true, payload: 42 })
})

describe('the start fails', () => {
  const handler = 'src/main.handler'
  const fine = 'export const handler = async () => 1'

  test.each([
    [
      'when there is no such file',
      {},
      { handler },
      /Main: there is no file for the handler "src\/main\.handler"/,
    ],
    [
      'when the handler names no export',
      { 'src/main.ts': fine },
      { handler: 'src/main' },
      /"src\/main" names no export/,
    ],
    [
      'when the export is missing',
      { 'src/main.ts': 'export const other = 1' },
      { handler },
      /Main: src\/main\.ts does not export "handler"; it exports only other/,
    ],
    [
      'when the source is wrong',
      { 'src/main.ts': 'export const handler = (' },
      { handler },
      /src\/main\.ts:1:24/,
    ],
    [
      'when an import is not found',
      { 'src/main.ts': `import 'nowhere'; ${fine}` },
      { handler },
      /Could not resolve "nowhere"/,
    ],
    [
      'for another runtime',
      { 'src/main.ts': fine },
      { handler, runtime: 'python3.13' },
      /Main: the runtime python3\.13 does not run offline/,
    ],
    [
      'for a setting that would be ignored',
      { 'src/main.ts': fine },
      { handler, nodejs: { plugins: './p.mjs' } },
      /Main: the setting nodejs\.plugins is not honoured/,
    ],
    [
      'for an esbuild option that would be ignored',
      { 'src/main.ts': fine },
      { handler, nodejs: { esbuild: { inject: ['x'] } } },
      /nodejs\.esbuild\.inject is not honoured/,
    ],
    [
      'for an esbuild option with a wrong value',
      { 'src/main.ts': fine },
      { handler, nodejs: { esbuild: { target: 'moon' } } },
      /Invalid target: moon|"moon"/,
    ],
  ])('%s', async (_, files, main, message) => {
    await expect(
      startProject({ files: files as Record<string, string>, functions: { Main: main } }),
    ).rejects.toThrow(message)
  })
})

// A save is noticed within two seconds, and on a busy machine within a few more.
describe('on save', { timeout: 30_000 }, () => {
  const answering = (text: string) => `import { tail } from './tail.ts'
    export const handler = async () => '${text}' + tail`

  const start = () =>
    startProject({
      files: {
        'a.ts': answering('a'),
        'b.ts': 'export const handler = async () => "b"',
        'tail.ts': 'export const tail = "!"',
      },
      functions: { A: { handler: 'a.handler' }, B: { handler: 'b.handler' } },
      watch: true,
    })

  test('the functions that changed run new code, and only they', async () => {
    await using project = await start()
    expect(await project.invoke('A')).toEqual({ ok: true, payload: 'a!' })

    await project.save('a.ts', answering('A'))
    expect(await project.nextBuild()).toEqual({ changed: ['A'] })
    expect(await project.invoke('A')).toEqual({ ok: true, payload: 'A!' })

    await project.save('tail.ts', 'export const tail = "?"')
    expect(await project.nextBuild()).toEqual({ changed: ['A'] })
    expect(await project.invoke('A')).toEqual({ ok: true, payload: 'A?' })
    expect(await project.invoke('B')).toEqual({ ok: true, payload: 'b' })
  })

  test('of something wrong the old code stays, until it is put right', async () => {
    await using project = await start()
    await project.save('a.ts', 'export const handler = (')
    expect(await project.nextBuild()).toEqual({ error: expect.stringContaining('a.ts:1:24') })
    expect(await project.invoke('A')).toEqual({ ok: true, payload: 'a!' })

    await project.save('a.ts', 'export const renamed = 1')
    expect(await project.nextBuild()).toEqual({ error: expect.stringContaining('does not export "handler"') })
    expect(await project.invoke('A')).toEqual({ ok: true, payload: 'a!' })

    await project.save('a.ts', answering('again '))
    expect(await project.nextBuild()).toEqual({ changed: ['A'] })
    expect(await project.invoke('A')).toEqual({ ok: true, payload: 'again !' })
  })

  test('an invocation that is under way finishes on the old code', async () => {
    const waiting = (text: string) => `
      import { existsSync } from 'node:fs'
      import { setTimeout } from 'node:timers/promises'
      export async function handler({ gate }: { gate?: string }) {
        if (gate) console.log('waiting')
        while (gate && !existsSync(gate)) await setTimeout(5)
        return '${text}'
      }`
    await using project = await startProject({
      files: { 'a.ts': waiting('old') },
      functions: { A: { handler: 'a.handler' } },
      watch: true,
    })
    const underWay = project.invoke('A', { gate: path.join(project.root, 'gate') })
    expect(await project.nextLog()).toBe('A: waiting')

    await project.save('a.ts', waiting('new'))
    expect(await project.nextBuild()).toEqual({ changed: ['A'] })
    expect(await project.invoke('A')).toEqual({ ok: true, payload: 'new' })
    await project.save('gate', '')
    expect(await underWay).toEqual({ ok: true, payload: 'old' })
    expect(await project.invoke('A')).toEqual({ ok: true, payload: 'new' })
  })
})

describe('when the host is disposed of', { timeout: 30_000 }, () => {
  test('what is under way or waiting fails, and so does what comes after', async () => {
    await using project = await startProject({
      files: {
        'a.ts': 'export const handler = async () => { console.log("in"); await new Promise(() => {}) }',
      },
      functions: { A: { handler: 'a.handler' } },
    })
    const underWay = Array.from({ length: 11 }, () => project.invoke('A'))
    await project.nextLog()
    await project.host[Symbol.asyncDispose]()

    const failed = { ok: false, errorType: 'Runtime.ExitError' }
    for (const invocation of await Promise.all(underWay)) expect(invocation).toMatchObject(failed)
    expect(await project.invoke('A')).toMatchObject(failed)
  })

  test('nothing keeps the process alive', async () => {
    await using project = await startProject({
      files: { 'a.ts': 'setInterval(() => {}, 1000); export const handler = async () => "up"' },
      functions: { A: { handler: 'a.handler' } },
    })
    const script = path.join(project.root, 'script.ts')
    const hostFile = path.join(import.meta.dirname, 'function-host.ts')
    const options = {
      functions: [
        {
          id: 'A',
          arn: 'arn:aws:lambda:eu-central-1:123456789012:function:fixture',
          handler: 'a.handler',
          runtime: 'nodejs24.x',
          timeoutSeconds: 5,
          memoryMb: 128,
          environment: {},
          links: {},
          nodejs: {},
        },
      ],
      root: project.root,
      outputDirectory: path.join(project.root, 'out'),
      region: 'eu-west-1',
      accountId: '1',
      app: { name: 'a', stage: 'b' },
      environment: {},
      watch: true,
    }
    await writeFile(
      script,
      `import { startFunctions } from ${JSON.stringify(hostFile)}
       const host = await startFunctions(${JSON.stringify(options)})
       console.log(JSON.stringify(await host.invoke('A', {})))
       await host[Symbol.asyncDispose]()`,
    )
    const { stdout } = await promisify(execFile)(process.execPath, [script])
    expect(JSON.parse(stdout)).toEqual({ ok: true, payload: 'up' })
  })
})
