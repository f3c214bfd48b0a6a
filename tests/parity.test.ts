import { mkdtempDisposable, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contract } from '@latchkey/core/contract'
import { evaluate } from '@latchkey/offline/evaluate'
import { readModel } from '@latchkey/offline/read-model'
import { expect, test } from 'vitest'
import { root } from './root.ts'

type Route = { method: string; path: string }

const kebab = (name: string) => name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)

test('each row of the contract has one handler file, and each file a row', async () => {
  const files = await readdir(join(root, 'packages/functions/src/routes'))
  expect(files.filter(file => !file.endsWith('.test.ts')).sort()).toEqual(
    Object.keys(contract)
      .map(name => `${kebab(name)}.ts`)
      .sort(),
  )
})

test('each row of the contract has one route, which runs its handler and has its access', async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), 'latchkey-parity-'))
  const graph = await evaluate({ root, stage: 'dev', dev: true, directory: directory.path })
  const { apis, functions } = readModel(graph)
  const routes = apis
    .flatMap(api => (api.kind === 'rest' ? api.routes : []))
    .map(({ method, path, authorization, integration }) => ({
      method,
      path,
      access: authorization.type === 'NONE' ? 'public' : 'session',
      handler: functions.find(({ id }) => integration.type === 'AWS_PROXY' && id === integration.functionId)
        ?.handler,
    }))
  const rows = Object.entries(contract).map(([name, { method, path, access }]) => ({
    method,
    path,
    // Whether the cookies are good, the function finds out.
    access: access === 'public' || access === 'cookie' ? 'public' : 'session',
    handler: `packages/functions/src/routes/${kebab(name)}.handler`,
  }))
  const byRoute = (a: Route, b: Route) => `${a.path} ${a.method}`.localeCompare(`${b.path} ${b.method}`)
  expect(routes.sort(byRoute)).toEqual(rows.sort(byRoute))
})
