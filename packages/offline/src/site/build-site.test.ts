import { mkdir, mkdtempDisposable, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { StartError } from '../start-error.ts'
import { buildSite } from './build-site.ts'

async function siteWith(script: string) {
  const root = await mkdtempDisposable(join(tmpdir(), 'offline-build-'))
  await mkdir(join(root.path, 'web'))
  await writeFile(join(root.path, 'web/build.mjs'), script)
  const site = {
    id: 'Site',
    path: 'web',
    environment: { TARGET: 'http://localhost:1' },
    buildCommand: 'node build.mjs',
  }
  return { site, root: root.path, [Symbol.asyncDispose]: () => root[Symbol.asyncDispose]() }
}

test('a site is built in its directory, with its environment and no other mode than a deploy has', async () => {
  await using project = await siteWith(`
    import { writeFileSync } from 'node:fs'
    writeFileSync('out.json', JSON.stringify([process.env.TARGET, process.env.NODE_ENV ?? null]))`)
  await buildSite(project.site, project.root)
  expect(JSON.parse(await readFile(join(project.root, 'web/out.json'), 'utf8'))).toEqual([
    'http://localhost:1',
    null,
  ])
})

test('a build that fails is told with what it said', async () => {
  await using project = await siteWith(`console.log('one'); console.error('two'); process.exit(3)`)
  const error: unknown = await buildSite(project.site, project.root).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(StartError)
  expect((error as StartError).message).toBe(
    'Site cannot be built: "node build.mjs" in web failed.\none\ntwo',
  )
})
