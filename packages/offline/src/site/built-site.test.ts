import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { evaluate } from '../config/evaluate.ts'
import { testProject } from '../config/project-fixture.ts'
import { readModel } from '../config/read-model.ts'
import { openBuiltSite, unservedDistributions } from './built-site.ts'

/** Evaluates this config as for a deploy, with a site of two pages and a script in `web`. */
async function deployed(config: string) {
  await using project = await testProject(config)
  const files = {
    'index.html': 'home',
    'about.html': 'about',
    'assets/app.js': 'script',
    'docs/index.html': 'docs',
  }
  for (const [file, content] of Object.entries(files)) {
    await mkdir(join(project.root, 'web', file, '..'), { recursive: true })
    await writeFile(join(project.root, 'web', file), content)
  }
  const model = readModel(await evaluate({ ...project, stage: 'dev', dev: false }))
  const site = await openBuiltSite(model, new Map(), {})
  if (!site) return { model, get: undefined }
  const server = createServer(site).listen(0, '127.0.0.1').unref()
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const get = async (path: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`)
    return [answer.status, await answer.text()]
  }
  return { model, get }
}

test('a site without a router stands behind its own distribution, with the routing of SST', async () => {
  const { model, get } = await deployed(`new sst.aws.StaticSite("Site", { path: "web" })`)
  expect(model.distributions.map(({ id }) => id)).toEqual(['Site'])
  expect(await get?.('/')).toEqual([200, 'home'])
  expect(await get?.('/about')).toEqual([200, 'about'])
  expect(await get?.('/assets/app.js')).toEqual([200, 'script'])
  expect(await get?.('/docs/')).toEqual([200, 'docs'])
  expect(await get?.('/no/such/page')).toEqual([200, 'home'])
  expect((await get?.('/assets/nope.js'))?.[0]).toBe(403)
})

test('a router is served before a site of its own, which is named', async () => {
  const { model, get } = await deployed(`
    new sst.aws.StaticSite("Other", { path: "web" })
    const router = new sst.aws.Router("Router")
    new sst.aws.StaticSite("Site", { path: "web", router: { instance: router, path: "/app" } })`)
  expect(await get?.('/app/about')).toEqual([200, 'about'])
  expect(unservedDistributions(model)).toMatchObject([{ name: 'Other' }])
})

test('an app without a site has nothing to show', async () => {
  const { get } = await deployed(`new sst.Secret("Token", "x")`)
  expect(get).toBeUndefined()
})
