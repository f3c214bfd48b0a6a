/** The runtime does what the config says, the unwise things included. */
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyProject } from './empty-project.ts'
import { root } from './root.ts'
import { type App, startApp } from './start-app.ts'

/** Resolves if the gateway keeps strangers from the secret. */
async function expectProtected({ url }: App) {
  const answer = await fetch(`${url}/api/secret`)
  expect([answer.status, await answer.json()]).toEqual([401, { message: 'Unauthorized' }])
}

test('a route whose authorizer is taken off in the config is open', async () => {
  await using app = await startApp()
  await expectProtected(app)

  await using copy = await emptyProject()
  for (const part of ['sst.config.ts', 'infra', 'packages/functions/src']) {
    await cp(join(root, part), join(copy.root, part), { recursive: true })
  }
  await mkdir(join(copy.root, 'packages/web'))
  await edit(join(copy.root, 'infra/api.ts'), 'isOpen(row)', 'true')
  await using opened = await startApp({ root: copy.root })

  await expect(expectProtected(opened)).rejects.toThrow()
  // The gateway lets the request through; the function has its own condition.
  const answer = await fetch(`${opened.url}/api/secret`)
  expect(await answer.json()).toMatchObject({ code: 'session_ended' })
})

async function edit(file: string, from: string, to: string) {
  const source = await readFile(file, 'utf8')
  if (!source.includes(from)) throw new Error(`There is no ${from} in ${file}.`)
  await writeFile(file, source.replace(from, to))
}
