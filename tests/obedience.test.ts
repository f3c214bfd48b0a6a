/** The runtime does what the config says, the unwise things included. */
import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './graph-of-stage.ts'
import { type App, startApp } from './start-app.ts'

/** Resolves if the gateway keeps strangers from the secret. */
async function expectProtected({ url }: App) {
  const answer = await fetch(`${url}/api/secret`)
  expect([answer.status, await answer.json()]).toEqual([401, { message: 'Unauthorized' }])
}

test('a route whose authorizer is taken off in the config is open', async () => {
  await using app = await startApp()
  await expectProtected(app)

  await using copy = await copyOfProject()
  await copy.edit('infra/api.ts', source => source.replace("row.access === 'public'", 'true'))
  await using opened = await startApp({ root: copy.root })

  await expect(expectProtected(opened)).rejects.toThrow()
  // The gateway lets the request through; the function has its own condition.
  const answer = await fetch(`${opened.url}/api/secret`)
  expect(await answer.json()).toMatchObject({ code: 'session_ended' })
})

async function copyOfProject() {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'latchkey-copy-')))
  for (const part of ['sst.config.ts', 'infra', 'packages/functions/src']) {
    await cp(join(root, part), join(directory, part), { recursive: true })
  }
  await mkdir(join(directory, 'packages/web'))
  for (const part of ['node_modules', '.sst']) await symlink(join(root, part), join(directory, part))

  return {
    root: directory,
    async edit(file: string, change: (source: string) => string) {
      const path = join(directory, file)
      const source = await readFile(path, 'utf8')
      const changed = change(source)
      if (changed === source) throw new Error(`Nothing in ${file} was changed.`)
      await writeFile(path, changed)
    },
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  }
}
