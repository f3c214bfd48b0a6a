/** A process that starts an engine and prints what was loaded for it: packages, and modules of Node's own. */
import { registerHooks } from 'node:module'

const packages = new Set<string>()
registerHooks({
  load(url, context, nextLoad) {
    const name = url.match(/\/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1]
    if (name) packages.add(name)
    return nextLoad(url, context)
  },
})

const { startCognito } = await import('../server.ts')
await using _ = await startCognito({ region: 'eu-central-1', pools: [], database: ':memory:', port: 0 })
const { moduleLoadList } = process as unknown as { moduleLoadList: string[] }
console.log(JSON.stringify({ packages: [...packages].sort(), ofNode: moduleLoadList }))
